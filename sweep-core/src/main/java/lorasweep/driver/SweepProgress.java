package lorasweep.driver;

import java.util.Optional;

/**
 * How far a sweep is.
 *
 * @param trials how many it has
 * @param completed made all their steps
 * @param pruned were ended early
 * @param failed could not go on
 * @param running are worked on
 * @param steps made by all trials
 * @param allSteps that all trials have
 * @param stepsOfThisRun made since this run began
 * @param seconds since this run began
 * @param best the trial with the least score so far
 */
public record SweepProgress(
        int trials,
        int completed,
        int pruned,
        int failed,
        int running,
        long steps,
        long allSteps,
        long stepsOfThisRun,
        double seconds,
        Optional<Best> best) {

    /** A trial, its least score so far and its epoch. */
    public record Best(String name, int epoch, double score) {}

    /** Trials with an outcome. */
    public int ended() {
        return completed + pruned + failed;
    }

    /** Seconds until the end at the pace of this run; empty before there is one. */
    public Optional<Double> remainingSeconds() {
        return stepsOfThisRun == 0 ? Optional.empty() : Optional.of((allSteps - steps) * seconds / stepsOfThisRun);
    }
}
