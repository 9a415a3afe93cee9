package lorasweep.search;

import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.trial.TrialId;

/**
 * Lets a share of the trials that are to be ended go on, so that afterwards it can be said how often the
 * rule was wrong. Which ones depends on the seed and the trial alone, so a trial that was once let go on
 * always is.
 */
final class AuditedPruner implements Pruner {
    private static final int HEXADECIMAL = 16;
    private static final long AUDIT = 1;

    private final Pruner rule;
    private final double fraction;
    private final long seed;

    /**
     * An audited rule.
     *
     * @param fraction from 0 to 1
     */
    AuditedPruner(Pruner rule, double fraction, long seed) {
        this.rule = rule;
        this.fraction = fraction;
        this.seed = seed;
    }

    @Override
    public StopDecision judge(TrialId trial, ScoreBoard board) {
        StopDecision decision = rule.judge(trial, board);
        if (decision.action() != StopDecision.Action.STOP || !isAudited(trial)) {
            return decision;
        }
        return new StopDecision(StopDecision.Action.AUDIT, decision.rule(), decision.reason());
    }

    private boolean isAudited(TrialId trial) {
        long number = Long.parseLong(trial.text(), HEXADECIMAL);
        return RandomStream.of(seed, Purpose.SEARCH, AUDIT, number).nextDouble() < fraction;
    }
}
