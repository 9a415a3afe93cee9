package lorasweep.worker.verdicts;

import java.util.List;

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
 * @param oracleTimesteps timesteps per picture of the oracle, spread evenly
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
        int oracleTimesteps,
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

    /** 60 trials with an oracle of 3 points a picture, one in each band: half an hour of one core. */
    static final BenchmarkSize SMALL = new BenchmarkSize(TRAIN_IMAGES, 60, 1, 4, 1, RECIPES, 2, 4, 3, 1);

    /**
     * The same with an oracle of 9 points a picture, three in each band. An odd number of evenly spread timesteps has
     * none in common with the judges' four.
     */
    static final BenchmarkSize MIDDLE = new BenchmarkSize(List.of(5, 20, 10, 40), 60, 1, 4, 1, RECIPES, 2, 4, 9, 1);

    /** The same with FULL's 64 timesteps and one noise of its own for each. */
    static final BenchmarkSize LARGE = new BenchmarkSize(TRAIN_IMAGES, 60, 1, 4, 1, RECIPES, 2, 4, 64, 1);

    /** The same with an oracle of 512 points a picture: some forty hours of one core. */
    static final BenchmarkSize FULL = new BenchmarkSize(TRAIN_IMAGES, 60, 1, 4, 1, RECIPES, 2, 4, 64, 8);

    /** The same with an oracle that measures as the judges do, for {@link RedrawnCoverage}: an hour of one core. */
    static final BenchmarkSize JUDGES = new BenchmarkSize(TRAIN_IMAGES, 60, 1, 4, 1, RECIPES, 2, 4, 4, 2);

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

    /** Name of the folder of what the oracle found, one for each oracle; the smallest came first. */
    String oracleName() {
        return oracleTimesteps == SMALL.oracleTimesteps && oracleNoises == SMALL.oracleNoises
                ? "oracle"
                : "oracle-%dx%d".formatted(oracleTimesteps, oracleNoises);
    }

    private BenchmarkSize together() {
        return new BenchmarkSize(
                trainImages,
                samplesPerEpoch,
                batch,
                epochs,
                further,
                recipes,
                1,
                draws * draw,
                oracleTimesteps,
                oracleNoises);
    }

    /** How often each of so many pictures comes in an epoch. */
    int repeats(int images) {
        return (int) Math.max(1, Math.round((double) samplesPerEpoch / images));
    }
}
