package lorasweep.analysis.score;

import java.util.Arrays;

/**
 * The moment with the lowest held-out score and where else it might have been, had other images been
 * held out.
 *
 * @param index into the trial's moments
 * @param first first moment of the 95 % bootstrap interval over images
 * @param last last moment of it
 */
public record BestMoment(int index, int first, int last) {
    /**
     * The best moment of a trial.
     *
     * @throws IllegalArgumentException if no trained moment is scored
     */
    public static BestMoment of(TrialScores scores, ImageResamples resamples) {
        int best = scores.best().orElseThrow(() -> new IllegalArgumentException("no trained moment is scored"));
        int[] bests = new int[ImageResamples.COUNT];
        double[] least = new double[bests.length];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int moment = 1; moment < scores.scored(); moment++) {
            double[] values = scores.heldOut(Half.BOTH, moment);
            for (int sample = 0; sample < bests.length; sample++) {
                double mean = resamples.mean(sample, values);
                if (mean < least[sample]) {
                    least[sample] = mean;
                    bests[sample] = moment;
                }
            }
        }
        Arrays.sort(bests);
        int beyond = bests.length / 40;
        return new BestMoment(best, Math.min(best, bests[beyond]), Math.max(best, bests[bests.length - 1 - beyond]));
    }
}
