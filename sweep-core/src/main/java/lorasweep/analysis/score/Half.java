package lorasweep.analysis.score;

import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Which noises a score is the mean of. What one half chooses, the other reports on, and the other way round
 * (cross-fitting): all noises choose and all report, yet none speaks for a choice that it made.
 */
public enum Half {
    /** The first noise, the third and so on. */
    EVEN,
    /** The others; the only noise, if there is but one. */
    ODD,
    /** All of them, to choose what is taken in the end. */
    BOTH;

    /** The half that reports on what this one chooses; all noises have only themselves. */
    public Half other() {
        return switch (this) {
            case EVEN -> ODD;
            case ODD -> EVEN;
            case BOTH -> BOTH;
        };
    }

    /** The mean of what each half says, value by value. */
    public static double[] mean(Function<Half, double[]> said) {
        double[] even = said.apply(EVEN);
        double[] odd = said.apply(ODD);
        return IntStream.range(0, even.length)
                .mapToDouble(i -> (even[i] + odd[i]) / 2)
                .toArray();
    }
}
