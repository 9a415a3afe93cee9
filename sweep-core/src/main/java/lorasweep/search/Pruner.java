package lorasweep.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.grid.HalvingRule;
import lorasweep.grid.MedianRule;
import lorasweep.grid.StopSettings;
import lorasweep.trial.TrialId;

/** Says whether a trial that has just been measured goes on. */
public interface Pruner {

    /**
     * What to do with a trial.
     *
     * @param trial has a score on the board
     * @param board all scores so far, the trial's newest included
     */
    StopDecision judge(TrialId trial, ScoreBoard board);

    /**
     * The rules a grid file names, in this order: diverged, median, asha. The latter two compare a trial
     * with others and may be wrong, so they are audited; a diverged trial is never trained on.
     *
     * @param seed of the choice of audited trials
     */
    static Pruner of(StopSettings settings, long seed) {
        List<Pruner> comparing = new ArrayList<>();
        Optional<MedianRule> median = settings.median();
        median.ifPresent(rule -> comparing.add(new MedianPruner(rule)));
        Optional<HalvingRule> halving = settings.asha();
        halving.ifPresent(rule -> comparing.add(new SuccessiveHalvingPruner(rule)));
        List<Pruner> all = new ArrayList<>();
        if (settings.flags().diverged()) {
            all.add(new DivergedPruner());
        }
        all.add(new AuditedPruner(firstOf(comparing), settings.flags().auditFraction(), seed));
        return firstOf(all);
    }

    /** The decision of the first pruner that does not let the trial simply go on. */
    static Pruner firstOf(List<Pruner> pruners) {
        List<Pruner> copy = List.copyOf(pruners);
        return (trial, board) -> copy.stream()
                .map(pruner -> pruner.judge(trial, board))
                .filter(decision -> decision.action() != StopDecision.Action.GO_ON)
                .findFirst()
                .orElse(StopDecision.GO_ON);
    }
}
