package lorasweep.analysis.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.Band;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import org.junit.jupiter.api.Test;

class TrialScoresTest {
    /** Two held-out images, one timestep. */
    private static ProbePlan plan(int noises) {
        return new ProbePlan(0, List.of("a", "b"), List.of(), List.of(500), noises, List.of(new Band("all", 0, 1000)));
    }

    /** Scores of moments with these logarithms of losses, by image and noise, against a base of loss 1. */
    private static TrialScores scores(int noises, double[]... moments) {
        ProbePlan plan = plan(noises);
        List<ProbeRow> rows = new ArrayList<>();
        for (double[] logs : moments) {
            rows.add(new ProbeRow(rows.size() + 1, rows.size() + 1, losses(logs)));
        }
        return TrialScores.of(new ProbeTable(plan, losses(new double[plan.count()]), rows));
    }

    private static Losses losses(double[] logs) {
        float[] losses = new float[logs.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = (float) Math.exp(logs[i]);
        }
        return Losses.of(losses);
    }

    @Test
    void allNoisesChooseAndEachHalfReportsOnTheChoiceOfTheOther() {
        // even noises like the first moment best, odd ones the third, all together the second
        TrialScores scores = scores(
                2, new double[] {-.5, -.1, -.7, 0}, new double[] {-.4, -.4, -.5, -.3}, new double[] {0, -.6, -.1, -.7});

        assertThat(scores.best()).hasValue(2);
        assertThat(scores.chosenBy(Half.EVEN)).containsExactly(new double[] {-.5, -.7}, within(1e-6));
        assertThat(scores.chosenBy(Half.ODD)).containsExactly(new double[] {-.6, -.7}, within(1e-6));
        assertThat(scores.atBest(Half.ODD)).containsExactly(new double[] {-.1, 0}, within(1e-6));
        assertThat(scores.atBest(Half.EVEN)).containsExactly(new double[] {0, -.1}, within(1e-6));
        assertThat(scores.atBest()).containsExactly(new double[] {-.05, -.05}, within(1e-6));
        assertThat(scores.aboveBest(0).mean()).isCloseTo(.05, within(1e-6));
        assertThat(scores.aboveBest(1).mean()).isCloseTo(-.325 + .05, within(1e-6));
        assertThat(scores.aboveBest(2)).isEqualTo(new Estimate(0, 0, 1));
    }

    @Test
    void whereHalvesAgreeTheReportIsTheMeanOfAllNoises() {
        TrialScores scores = scores(2, new double[] {-.5, -.3, -.7, -.2}, new double[] {-.4, -.2, -.5, -.1});

        assertThat(scores.best()).hasValue(1);
        assertThat(scores.atBest()).containsExactly(scores.heldOut(Half.BOTH, 1), within(1e-12));
        assertThat(scores.aboveBest(2).mean()).isCloseTo(.125, within(1e-6));
    }

    @Test
    void theOnlyNoiseReportsOnItsOwnChoice() {
        TrialScores scores = scores(1, new double[] {-.5, -.3}, new double[] {-.6, -.4});

        assertThat(scores.best()).hasValue(2);
        assertThat(scores.atBest()).containsExactly(new double[] {-.6, -.4}, within(1e-6));
    }

    /** Ten moments that are all the base's equal, and noises that say otherwise. */
    @Test
    void luckOfTheNoisesIsNotReportedAsGain() {
        RandomStream stream = RandomStream.of(1, Purpose.DEMO);
        int sweeps = 2000;
        double asChosen = 0;
        double reported = 0;
        for (int sweep = 0; sweep < sweeps; sweep++) {
            double[][] moments = new double[10][4];
            for (double[] logs : moments) {
                for (int i = 0; i < logs.length; i++) {
                    logs[i] = .1 * stream.nextGaussian();
                }
            }
            TrialScores scores = scores(2, moments);
            asChosen += Estimate.mean(scores.chosenBy(Half.BOTH)) / sweeps;
            reported += Estimate.mean(scores.atBest()) / sweeps;
        }

        // the lowest of ten means of four: −1.539 standard deviations of 0.05
        assertThat(asChosen).isCloseTo(-.0769, within(.003));
        // four standard errors of a mean of two halves, a standard deviation of 0.05 each way at most
        assertThat(reported).isCloseTo(0, within(4 * .05 / Math.sqrt(sweeps)));
    }

    @Test
    void withoutAScoredMomentThereIsNoBest() {
        TrialScores scores = scores(2, new double[] {Double.NaN, 0, 0, 0});

        assertThat(scores.best()).isEmpty();
        assertThatThrownBy(scores::atBest).isInstanceOf(NoSuchElementException.class);
    }
}
