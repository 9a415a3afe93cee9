package lorasweep.analysis.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.analysis.score.TrialScores;
import lorasweep.trial.TrialSpec;

/**
 * Finds the verdict on a trial: asks the rules in a fixed order and lets the first that holds decide.
 *
 * <ol>
 *   <li>DIVERGED: a loss is no number; training images' loss above the base's, or far up from its lowest.
 *   <li>NO_LEARNING: training images' loss is the base's.
 *   <li>OVERFIT: the end is worse than the base or than the best moment. If training images' loss rose as
 *       well it is not overfit but unstable, which is INCONCLUSIVE.
 *   <li>UNDERFIT: still falling; or less than half learned of what the best trial learned. In the second
 *       case, where the data cannot tell little from nothing, NO_LEARNING if nothing is more likely.
 *   <li>OVERFIT or UNDERFIT by the weight test at the end, where there are too few moments for a course.
 *   <li>OVERFIT: only training images improved.
 *   <li>GOOD: better than the base, not above the best moment, no longer falling.
 *   <li>INCONCLUSIVE.
 * </ol>
 */
public final class FitJudge {
    private final TrialCase trial;
    private final List<Evidence> evidence = new ArrayList<>();

    private FitJudge(TrialCase trial) {
        this.trial = trial;
    }

    /** The verdict on a trial. */
    public static Finding judge(TrialCase trial) {
        FitJudge judge = new FitJudge(trial);
        return judge.diverged()
                .or(judge::learnedNothing)
                .or(judge::overfit)
                .or(judge::underfit)
                .or(judge::weight)
                .or(judge::settled)
                .orElseGet(judge::inconclusive);
    }

    /** The finding on a trial of which no trained moment can be scored because a loss was no finite number. */
    public static Finding notFinite(TrialSpec spec) {
        return new Finding(
                Verdict.DIVERGED,
                Rule.NON_FINITE,
                "A loss was not a finite number before anything could be measured.",
                List.of(),
                NextTry.afterDivergence(spec));
    }

    /** The finding on a trial that left no measurement on held-out images. */
    public static Finding notMeasured() {
        return new Finding(
                Verdict.INCONCLUSIVE, Rule.NOT_MEASURED, Rule.NOT_MEASURED.statement(), List.of(), List.of());
    }

    private Side look(Evidence found) {
        evidence.add(found);
        return found.side();
    }

    private Finding finding(Verdict verdict, Evidence deciding) {
        return finding(verdict, deciding.rule(), deciding.sentence());
    }

    private Finding finding(Verdict verdict, Rule rule, String sentence) {
        return new Finding(verdict, rule, sentence, evidence, NextTry.after(verdict, rule, trial));
    }

    private Optional<Finding> diverged() {
        TrialScores scores = trial.scores();
        if (scores.scored() < scores.moments().size()) {
            return Optional.of(finding(
                    Verdict.DIVERGED,
                    Rule.NON_FINITE,
                    "At " + scores.moments().get(scores.scored()) + " a loss was not a finite number."));
        }
        if (!scores.hasTrainTwin()) {
            return Optional.empty();
        }
        for (Evidence found : List.of(TrainRules.aboveBase(scores), TrainRules.rose(scores))) {
            if (look(found) == Side.ABOVE) {
                return Optional.of(finding(Verdict.DIVERGED, found));
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> learnedNothing() {
        if (!trial.scores().hasTrainTwin()) {
            return Optional.empty();
        }
        Evidence learned = TrainRules.learned(trial.scores());
        return look(learned) == Side.BELOW ? Optional.of(finding(Verdict.NO_LEARNING, learned)) : Optional.empty();
    }

    private Optional<Finding> overfit() {
        Evidence base = HeldOutRules.worseThanBase(trial);
        Evidence best = HeldOutRules.worseAfterBest(trial);
        boolean worseThanBase = look(base) == Side.ABOVE;
        boolean worseAfterBest = look(best) == Side.ABOVE;
        if (!worseThanBase && !worseAfterBest) {
            return Optional.empty();
        }
        if (trial.scores().hasTrainTwin()) {
            Evidence train = TrainRules.roseAfterBest(trial);
            if (look(train) == Side.ABOVE) {
                return Optional.of(
                        finding(Verdict.INCONCLUSIVE, train.rule(), best.sentence() + " " + train.sentence()));
            }
        }
        return Optional.of(finding(Verdict.OVERFIT, worseAfterBest ? best : base));
    }

    private Optional<Finding> underfit() {
        Optional<Evidence> falling = HeldOutRules.stillFalling(trial);
        if (falling.isPresent() && look(falling.get()) == Side.ABOVE) {
            return Optional.of(finding(Verdict.UNDERFIT, falling.get()));
        }
        Optional<Evidence> far = HeldOutRules.farFromBestTrial(trial);
        boolean isFar = far.isPresent() && look(far.get()) == Side.ABOVE;
        if (!isFar || !HeldOutRules.isFarFromBestTrialInTraining(trial)) {
            return Optional.empty();
        }
        return Optional.of(evidence.stream()
                .filter(found -> found.rule() == Rule.NOTHING_LEARNED && found.side() == Side.UNDECIDED)
                .filter(found -> found.estimate().mean() < found.threshold())
                .findFirst()
                .map(nothing -> finding(Verdict.NO_LEARNING, nothing))
                .orElseGet(() -> finding(Verdict.UNDERFIT, far.get())));
    }

    /** Where there is no course to judge by. Where there is one, the weight test is evidence only. */
    private Optional<Finding> weight() {
        return trial.weightTest(trial.end()).flatMap(curve -> {
            Evidence found = WeightRules.best(curve, trial.margin());
            look(found);
            Verdict verdict = WeightRules.verdict(curve, trial.margin());
            boolean hasCourse = evidence.stream().anyMatch(e -> e.rule() == Rule.STILL_FALLING);
            return hasCourse || verdict == Verdict.INCONCLUSIVE
                    ? Optional.empty()
                    : Optional.of(finding(verdict, found));
        });
    }

    private Optional<Finding> settled() {
        Evidence gain = HeldOutRules.betterThanBase(trial);
        Side better = look(gain);
        if (better == Side.BELOW && is(Side.ABOVE, Rule.NOTHING_LEARNED) && is(Side.BELOW, Rule.STILL_FALLING)) {
            return Optional.of(finding(Verdict.OVERFIT, Rule.ONLY_TRAIN_IMPROVED, gain.sentence()));
        }
        if (better == Side.ABOVE && is(Side.BELOW, Rule.WORSE_AFTER_BEST) && is(Side.BELOW, Rule.STILL_FALLING)) {
            return Optional.of(finding(
                    Verdict.GOOD,
                    Rule.SETTLED,
                    gain.sentence() + " It no longer falls and has not risen by more than "
                            + Percent.size(trial.margin()) + "."));
        }
        return Optional.empty();
    }

    private boolean is(Side side, Rule rule) {
        return evidence.stream().anyMatch(found -> found.rule() == rule && found.side() == side);
    }

    private Finding inconclusive() {
        if (trial.scores().images() < 2) {
            return finding(Verdict.INCONCLUSIVE, Rule.TOO_FEW_IMAGES, Rule.TOO_FEW_IMAGES.statement());
        }
        if (evidence.stream().noneMatch(found -> found.rule() == Rule.STILL_FALLING)) {
            return finding(Verdict.INCONCLUSIVE, Rule.TOO_FEW_MOMENTS, Rule.TOO_FEW_MOMENTS.statement());
        }
        String open = evidence.stream()
                .filter(found -> found.side() == Side.UNDECIDED)
                .map(Evidence::sentence)
                .findFirst()
                .orElse(Rule.TOO_CLOSE_TO_CALL.statement());
        return finding(Verdict.INCONCLUSIVE, Rule.TOO_CLOSE_TO_CALL, open);
    }
}
