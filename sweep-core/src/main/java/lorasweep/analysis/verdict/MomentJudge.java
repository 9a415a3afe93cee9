package lorasweep.analysis.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.statistics.Estimate;

/**
 * Finds the verdict on every trained moment of a trial, once the verdict on the trial is known: a
 * moment above the best by more than the margin is UNDERFIT before it and OVERFIT after it; one within
 * the margin shares the best moment's verdict.
 */
public final class MomentJudge {
    private final TrialCase trial;
    private final Finding finding;
    private final TrialScores scores;
    private final boolean isBetterThanBase;
    private final double margin;

    private MomentJudge(TrialCase trial, Finding finding) {
        this.trial = trial;
        this.finding = finding;
        this.scores = trial.scores();
        this.isBetterThanBase = HeldOutRules.betterThanBase(trial).side() == Side.ABOVE;
        this.margin = trial.margin();
    }

    /** Verdicts on all moments after the base, in order. */
    public static List<MomentVerdict> judge(TrialCase trial, Finding finding) {
        MomentJudge judge = new MomentJudge(trial, finding);
        List<MomentVerdict> verdicts = new ArrayList<>();
        for (int moment = 1; moment < trial.scores().moments().size(); moment++) {
            verdicts.add(judge.judge(moment));
        }
        return verdicts;
    }

    private MomentVerdict judge(int moment) {
        if (moment >= scores.scored()) {
            return verdict(moment, Verdict.DIVERGED, Rule.NON_FINITE, Optional.empty());
        }
        Estimate above = trial.aboveBest(moment);
        Optional<Estimate> shown = moment == trial.best() ? Optional.empty() : Optional.of(above);
        Optional<Rule> broken = broken(moment);
        if (broken.isPresent()) {
            return verdict(moment, Verdict.DIVERGED, broken.get(), shown);
        }
        if (finding.verdict() == Verdict.NO_LEARNING) {
            return verdict(moment, Verdict.NO_LEARNING, Rule.NOTHING_LEARNED, shown);
        }
        Side side = moment == trial.best() ? Side.BELOW : Side.of(above, margin);
        if (side == Side.ABOVE) {
            return moment < trial.best()
                    ? verdict(moment, Verdict.UNDERFIT, Rule.BEFORE_BEST, shown)
                    : verdict(moment, Verdict.OVERFIT, Rule.WORSE_AFTER_BEST, shown);
        }
        return side == Side.BELOW
                ? verdict(moment, verdictOfBest(), Rule.TIED_WITH_BEST, shown)
                : verdict(moment, Verdict.INCONCLUSIVE, Rule.TOO_CLOSE_TO_CALL, shown);
    }

    private MomentVerdict verdict(int moment, Verdict verdict, Rule rule, Optional<Estimate> aboveBest) {
        return new MomentVerdict(scores.moments().get(moment), verdict, rule, aboveBest);
    }

    private Optional<Rule> broken(int moment) {
        if (!scores.hasTrainTwin()) {
            return Optional.empty();
        }
        if (Side.of(TrainRules.changeFromBase(scores, moment), Thresholds.TRAIN_ABOVE_BASE) == Side.ABOVE) {
            return Optional.of(Rule.TRAIN_ABOVE_BASE);
        }
        return Side.of(TrainRules.riseFromLowest(scores, moment), Thresholds.TRAIN_ROSE) == Side.ABOVE
                ? Optional.of(Rule.TRAIN_ROSE)
                : Optional.empty();
    }

    private Verdict verdictOfBest() {
        if (finding.verdict() == Verdict.UNDERFIT || finding.verdict() == Verdict.GOOD) {
            return finding.verdict();
        }
        boolean isLast = trial.best() == trial.end();
        if (!isLast && isBetterThanBase) {
            return Verdict.GOOD;
        }
        return isLast && finding.verdict() == Verdict.OVERFIT ? Verdict.OVERFIT : Verdict.INCONCLUSIVE;
    }
}
