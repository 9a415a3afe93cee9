package lorasweep.analysis.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import lorasweep.analysis.MeasuredCurves;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.result.WeightTest;
import org.junit.jupiter.api.Test;

/** Each verdict by the rule it is for, on curves written down by hand. */
class FitJudgeTest {
    private static final double[] SETTLING = {-0.30, -0.38, -0.395, -0.398, -0.399};

    private final MeasuredCurves curves = MeasuredCurves.scattering(0.004);

    private static double[] scores(double... scores) {
        return scores;
    }

    private static double[] lower(double[] scores, double by) {
        double[] lower = scores.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] -= by * (i + 1);
        }
        return lower;
    }

    private void assertJudged(double[] heldOut, double[] train, Verdict verdict, Rule rule) {
        Finding finding = curves.trial(heldOut, train).judged().get(0).finding();
        assertThat(finding.rule()).as(finding.sentence()).isEqualTo(rule);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.sentence()).isNotBlank();
    }

    @Test
    void aLossThatIsNoNumberIsDiverged() {
        assertJudged(scores(-0.2, Double.NaN, Double.NaN), scores(-0.2, -0.3, -0.3), Verdict.DIVERGED, Rule.NON_FINITE);
    }

    @Test
    void trainedPicturesWorseThanTheBaseAreDiverged() {
        assertJudged(scores(-0.1, 0.2, 0.3), scores(-0.1, 0.2, 0.3), Verdict.DIVERGED, Rule.TRAIN_ABOVE_BASE);
    }

    @Test
    void trainedPicturesFarAboveTheirLowestAreDiverged() {
        assertJudged(scores(-0.5, -0.6, -0.2), scores(-0.6, -0.8, -0.3), Verdict.DIVERGED, Rule.TRAIN_ROSE);
    }

    @Test
    void aFlatCurveIsNoLearning() {
        assertJudged(
                scores(-0.001, -0.002, -0.002), scores(-0.001, 0, -0.001), Verdict.NO_LEARNING, Rule.NOTHING_LEARNED);
    }

    @Test
    void heldOutRisingWhileTrainedFallsIsOverfit() {
        assertJudged(
                scores(-0.3, -0.4, -0.35, -0.28),
                scores(-0.35, -0.5, -0.6, -0.7),
                Verdict.OVERFIT,
                Rule.WORSE_AFTER_BEST);
    }

    @Test
    void bothRisingIsUnstableAndLeftOpen() {
        assertJudged(
                scores(-0.3, -0.4, -0.35, -0.3),
                scores(-0.35, -0.5, -0.46, -0.42),
                Verdict.INCONCLUSIVE,
                Rule.BOTH_ROSE);
    }

    @Test
    void stillFallingIsUnderfit() {
        assertJudged(
                scores(-0.1, -0.2, -0.3, -0.4), scores(-0.1, -0.2, -0.31, -0.42), Verdict.UNDERFIT, Rule.STILL_FALLING);
    }

    @Test
    void settledIsGood() {
        assertJudged(SETTLING, lower(SETTLING, 0.02), Verdict.GOOD, Rule.SETTLED);
    }

    @Test
    void theWayBackFromAWobbleIsNoFall() {
        double[] wobbling = scores(-0.35, -0.40, -0.36, -0.40);
        assertJudged(wobbling, lower(wobbling, 0.03), Verdict.GOOD, Rule.SETTLED);
    }

    @Test
    void trainedPicturesAloneImprovingIsOverfit() {
        assertJudged(
                scores(-0.002, -0.002, -0.001), scores(-0.2, -0.22, -0.222), Verdict.OVERFIT, Rule.ONLY_TRAIN_IMPROVED);
    }

    @Test
    void aTrialFarBehindTheBestIsUnderfitThoughSettled() {
        double[] little = scores(-0.10, -0.12, -0.122, -0.123, -0.123);
        Finding finding = curves.trial(SETTLING, lower(SETTLING, 0.02))
                .trial(little, lower(little, 0.001))
                .judged()
                .get(1)
                .finding();
        assertThat(finding.verdict()).isEqualTo(Verdict.UNDERFIT);
        assertThat(finding.rule()).isEqualTo(Rule.FAR_FROM_BEST_TRIAL);
    }

    @Test
    void whatScattersMoreThanItDiffersIsLeftOpen() {
        Finding finding = MeasuredCurves.scattering(0.3)
                .trial(scores(-0.3, -0.4, -0.36), scores(-0.35, -0.45, -0.5))
                .judged()
                .get(0)
                .finding();
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.rule()).isEqualTo(Rule.TOO_CLOSE_TO_CALL);
    }

    @Test
    void theWeightTestDecidesWhereThereIsOneEpochOnly() {
        TrialAnalysis one =
                curves.trial(scores(-0.2), scores(-0.3), tooStrong(1)).judged().get(0);
        assertThat(one.finding().verdict()).isEqualTo(Verdict.OVERFIT);
        assertThat(one.finding().rule()).isEqualTo(Rule.WEIGHT_BELOW_ONE);
    }

    @Test
    void theWeightTestIsAFlagBesideTheCourseOfACurve() {
        TrialAnalysis settled = curves.trial(SETTLING, lower(SETTLING, 0.02), tooStrong(5))
                .judged()
                .get(0);
        assertThat(settled.finding().verdict()).isEqualTo(Verdict.GOOD);
        assertThat(settled.flags()).extracting(Flag::kind).containsExactly(FlagKind.TOO_STRONG);
    }

    private WeightTest tooStrong(int epoch) {
        return curves.weightTest(epoch, Map.of(0.5, -0.45, 1.0, -0.2, 1.5, 0.1));
    }
}
