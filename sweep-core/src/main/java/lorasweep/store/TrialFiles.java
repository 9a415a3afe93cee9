package lorasweep.store;

import java.util.Set;
import java.util.function.Predicate;

/** Which files of a trial are brought to a machine that does not train it, by their names. */
public enum TrialFiles implements Predicate<String> {
    /** How it ended. */
    OUTCOMES,
    /** What was recorded and measured. */
    RESULTS,
    /** The same with curves for TensorBoard. */
    CURVES,
    /** The same with sample pictures. */
    PICTURES;

    private static final Set<String> ENDS = Set.of("outcome.json", "error.txt");

    @Override
    public boolean test(String name) {
        boolean isCurve = name.startsWith("tensorboard/");
        boolean isPicture = name.startsWith("samples/") || name.startsWith("nearest/");
        boolean isWeights = name.endsWith(".safetensors");
        return switch (this) {
            case OUTCOMES -> ENDS.contains(name);
            case RESULTS -> !isWeights && !isCurve && !isPicture;
            case CURVES -> !isWeights && !isPicture;
            case PICTURES -> !isWeights && !isCurve;
        };
    }
}
