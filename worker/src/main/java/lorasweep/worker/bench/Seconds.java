package lorasweep.worker.bench;

import java.util.List;

/** Statistics of measured times. */
final class Seconds {
    private Seconds() {}

    /** The middle one, or the mean of the middle two. */
    static double median(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }
}
