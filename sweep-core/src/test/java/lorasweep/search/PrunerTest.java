package lorasweep.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import lorasweep.grid.HalvingRule;
import lorasweep.grid.MedianRule;
import lorasweep.grid.StopSettings;
import lorasweep.search.StopDecision.Action;
import lorasweep.trial.TrialId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrunerTest {
    private final ScoreBoard board = new ScoreBoard();

    @Test
    void aScoreNeedsImages() {
        assertThatThrownBy(() -> new ScoreBoard.Score(OptionalDouble.empty(), OptionalDouble.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"NaN, STOP", "Infinity, STOP", "0.70, STOP", "0.69, GO_ON", "-0.3, GO_ON"})
    void divergedEndsATrialThatIsNotFiniteOrTwiceAsBadAsTheBase(double train, Action action) {
        board.record(id(1), 1, new ScoreBoard.Score(OptionalDouble.of(train), OptionalDouble.of(-0.1)));
        StopDecision decision =
                Pruner.of(stop(Optional.empty(), Optional.empty(), 1), 0).judge(id(1), board);
        assertThat(decision.action()).isEqualTo(action);
        assertThat(decision.rule()).isEqualTo(action == Action.STOP ? "diverged" : "");
    }

    @Test
    void withoutADivergedRuleATrialGoesOn() {
        score(1, 1, Double.NaN);
        StopSettings none = new StopSettings(new StopSettings.Flags(false, 0), Optional.empty(), Optional.empty());
        assertThat(Pruner.of(none, 0).judge(id(1), board)).isEqualTo(StopDecision.GO_ON);
    }

    @Test
    void aTrialWithoutScoresGoesOn() {
        StopSettings all = stop(Optional.of(new MedianRule(1, 1)), Optional.of(new HalvingRule(1, 2)), 0);
        assertThat(Pruner.of(all, 0).judge(id(1), board)).isEqualTo(StopDecision.GO_ON);
    }

    @Test
    void medianEndsATrialThatIsWorseThanHalfOfItsPeersAtTheSameEpoch() {
        MedianPruner pruner = new MedianPruner(new MedianRule(2, 4));
        double[] scores = {-0.5, -0.4, -0.3, -0.2};
        for (int peer = 0; peer < 4; peer++) {
            score(10 + peer, 1, scores[peer] + 0.1);
            score(10 + peer, 2, scores[peer]);
            score(10 + peer, 3, 1);
        }
        score(1, 1, 0.5);
        assertThat(pruner.judge(id(1), board).action()).as("before after_epoch").isEqualTo(Action.GO_ON);
        score(1, 2, -0.34);
        StopDecision decision = pruner.judge(id(1), board);
        assertThat(decision.action()).isEqualTo(Action.STOP);
        assertThat(decision.reason()).contains("epoch 2", "-0.3400", "-0.3500", "4 peers");
        score(1, 2, -0.36);
        assertThat(pruner.judge(id(1), board).action()).isEqualTo(Action.GO_ON);
    }

    @Test
    void medianWaitsForPeersAndCountsATrialsBestEpoch() {
        MedianPruner pruner = new MedianPruner(new MedianRule(1, 2));
        score(1, 1, -0.5);
        score(1, 2, 0.4);
        score(2, 2, -0.3);
        assertThat(pruner.judge(id(1), board).action()).as("one peer").isEqualTo(Action.GO_ON);
        score(3, 2, -0.4);
        assertThat(pruner.judge(id(1), board).action()).as("best epoch").isEqualTo(Action.GO_ON);
        score(4, 1, -0.9);
        score(2, 2, -0.3);
        assertThat(board.peersUpTo(id(1), 2)).as("only who reached epoch 2").containsExactly(-0.4, -0.3);
    }

    @Test
    void halvingLetsTheBestOfEachRungGoOn() {
        SuccessiveHalvingPruner pruner = new SuccessiveHalvingPruner(new HalvingRule(1, 3));
        score(1, 1, -0.1);
        assertThat(pruner.judge(id(1), board).action()).as("first of the rung").isEqualTo(Action.GO_ON);
        score(2, 1, -0.2);
        assertThat(pruner.judge(id(2), board).action()).as("second of the rung").isEqualTo(Action.GO_ON);
        score(3, 1, -0.05);
        StopDecision decision = pruner.judge(id(3), board);
        assertThat(decision.action()).as("third, and not the best").isEqualTo(Action.STOP);
        assertThat(decision.reason()).contains("number 3 of 3", "1 go on");
        score(4, 1, -0.3);
        assertThat(pruner.judge(id(4), board).action()).as("the best so far").isEqualTo(Action.GO_ON);
        score(2, 2, 5);
        assertThat(pruner.judge(id(2), board).action()).as("epoch 2 is no rung").isEqualTo(Action.GO_ON);
    }

    @Test
    void halvingHasRungsAtPowersOfTheReduction() {
        SuccessiveHalvingPruner pruner = new SuccessiveHalvingPruner(new HalvingRule(2, 2));
        score(1, 8, -0.5);
        for (int epoch : new int[] {1, 3, 5, 6, 7}) {
            score(2, epoch, 0.1);
            assertThat(pruner.judge(id(2), board).action()).as("epoch " + epoch).isEqualTo(Action.GO_ON);
        }
        score(2, 8, 0.1);
        assertThat(pruner.judge(id(2), board).action()).isEqualTo(Action.STOP);
    }

    @Test
    void auditsAboutTheShareAskedForAndAlwaysTheSameTrials() {
        Pruner always = (trial, scores) -> StopDecision.stop("rule", "reason.");
        AuditedPruner audited = new AuditedPruner(always, 0.25, 5);
        long count = IntStream.range(0, 2000)
                .filter(i -> audited.judge(id(i), board).action() == Action.AUDIT)
                .count();
        assertThat(count).isCloseTo(500, within(80L));
        IntStream.range(0, 50)
                .forEach(i -> assertThat(audited.judge(id(i), board)).isEqualTo(audited.judge(id(i), board)));
        assertThat(new AuditedPruner(always, 0, 5).judge(id(1), board).action()).isEqualTo(Action.STOP);
        assertThat(new AuditedPruner(always, 1, 5).judge(id(1), board).action()).isEqualTo(Action.AUDIT);
    }

    private void score(int trial, int epoch, double heldout) {
        board.record(id(trial), epoch, new ScoreBoard.Score(OptionalDouble.empty(), OptionalDouble.of(heldout)));
    }

    private static StopSettings stop(Optional<MedianRule> median, Optional<HalvingRule> halving, double audit) {
        return new StopSettings(new StopSettings.Flags(true, audit), median, halving);
    }

    private static TrialId id(int number) {
        return new TrialId(String.format(Locale.ROOT, "%012x", number));
    }
}
