package lorasweep.worker.verdicts;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How much is trained and measured.
 *
 * @param trainImages one sweep of each subject for each
 * @param samplesPerEpoch pictures times repeats, as nearly as whole repeats allow
 * @param batch samples in a step
 * @param epochs that the judges see
 * @param further epochs that only the oracle sees, to know what more training would have done
 * @param recipes trials of each sweep
 * @param draws of held-out pictures, each judged by itself
 * @param draw pictures in each
 * @param oracleTimesteps timesteps per picture of the oracle
 * @param oracleNoises noises per picture and timestep of the oracle
 */
record BenchmarkSize(
        List<Integer> trainImages,
        int samplesPerEpoch,
        int batch,
        int epochs,
        int further,
        List<Recipe> recipes,
        int draws,
        int draw,
        List<Integer> oracleTimesteps,
        int oracleNoises) {
    /**
     * What differs between the trials of a sweep.
     *
     * @param rate learning rate of the U-Net, which alone is trained
     */
    record Recipe(double rate, long seed) {}

    /** From far too weak to far too strong, one of them with two seeds. */
    private static final List<Recipe> RECIPES = List.of(
            new Recipe(1e-4, 1), new Recipe(7e-4, 1), new Recipe(3e-3, 1), new Recipe(3e-3, 2), new Recipe(8e-3, 3));

    private static final String TOGETHER = "-TOGETHER";

    private static final List<Integer> TRAIN_IMAGES = List.of(5, 10, 40, 20);

    /** 60 trials with an oracle of 6 points a picture, two in each band. */
    static final BenchmarkSize SMALL = of(evenly(6), 1);

    /** The same with an oracle of 12 points a picture, four in each band. */
    static final BenchmarkSize MIDDLE = of(evenly(12), 1);

    /** The same with FULL's 64 timesteps and the first of its noises: 2 minutes of one core a trial. */
    static final BenchmarkSize LARGE = of(evenly(64), 1);

    /** The same with an oracle of 512 points a picture: 16 minutes of one core a trial. */
    static final BenchmarkSize FULL = of(evenly(64), 8);

    /** The same with an oracle that measures as the judges do, for {@link RedrawnCoverage}. */
    static final BenchmarkSize JUDGES = of(List.of(150, 500, 775, 925), 2);

    private static BenchmarkSize of(List<Integer> oracleTimesteps, int oracleNoises) {
        return new BenchmarkSize(TRAIN_IMAGES, 60, 1, 4, 1, RECIPES, 2, 4, oracleTimesteps, oracleNoises);
    }

    /** The middles of equal parts of the noise schedule: none of them is one of the judges'. */
    static List<Integer> evenly(int timesteps) {
        return IntStream.range(0, timesteps)
                .map(i -> (2 * i + 1) * 1000 / (2 * timesteps))
                .boxed()
                .toList();
    }

    /**
     * The size of a name; with {@code -TOGETHER} behind it, judged once by the pictures of all draws.
     *
     * @throws IllegalArgumentException if there is none
     */
    static BenchmarkSize of(String name) {
        if (name.endsWith(TOGETHER)) {
            return of(name.substring(0, name.length() - TOGETHER.length())).together();
        }
        return switch (name) {
            case "SMALL" -> SMALL;
            case "MIDDLE" -> MIDDLE;
            case "LARGE" -> LARGE;
            case "FULL" -> FULL;
            case "JUDGES" -> JUDGES;
            default ->
                throw new IllegalArgumentException(
                        name + " is no size of the benchmark: write SMALL, MIDDLE, LARGE, FULL or JUDGES");
        };
    }

    /** Name of the folder of what the oracle found, one for each set of timesteps; noises are added to it. */
    String oracleName() {
        return "oracle-" + oracleTimesteps.size();
    }

    private BenchmarkSize together() {
        return with(1, draws * draw, oracleNoises);
    }

    /** The same with another number of the oracle's noises. */
    BenchmarkSize withNoises(int noises) {
        return with(draws, draw, noises);
    }

    private BenchmarkSize with(int itsDraws, int itsDraw, int noises) {
        return new BenchmarkSize(
                trainImages,
                samplesPerEpoch,
                batch,
                epochs,
                further,
                recipes,
                itsDraws,
                itsDraw,
                oracleTimesteps,
                noises);
    }

    /** How often each of so many pictures comes in an epoch. */
    int repeats(int images) {
        return (int) Math.max(1, Math.round((double) samplesPerEpoch / images));
    }
}
