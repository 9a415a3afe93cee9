package lorasweep.executor;

import java.io.IOException;
import java.util.Optional;
import lorasweep.result.StepRecord;
import lorasweep.result.TrialOutcome;
import lorasweep.runner.PackObserver;
import lorasweep.search.ScoreBoard;
import lorasweep.store.PackOutput;
import lorasweep.trial.TrialId;

/**
 * Publishes a pack's results at the moments when they can be gone on from, before anybody is told of them. A store
 * that cannot be reached then costs nothing: it is tried again at the next such moment, and at the end.
 */
final class PublishingObserver implements PackObserver {
    private final PackObserver inner;
    private final PackOutput output;

    PublishingObserver(PackObserver inner, PackOutput output) {
        this.inner = inner;
        this.output = output;
    }

    @Override
    public void started() {
        inner.started();
    }

    @Override
    public void stepped(TrialId trial, StepRecord record) {
        inner.stepped(trial, record);
    }

    @Override
    public Optional<String> measured(TrialId trial, int epoch, ScoreBoard.Score score) {
        return inner.measured(trial, epoch, score);
    }

    @Override
    public void saved() {
        try {
            output.publish();
        } catch (IOException later) {
            // The next moment publishes what this one would have.
        }
        inner.saved();
    }

    @Override
    public void ended(TrialId trial, TrialOutcome outcome) {
        try {
            output.publish(trial);
        } catch (IOException later) {
            // At the end of the pack the driver looks for all outcomes.
        }
        inner.ended(trial, outcome);
    }

    @Override
    public boolean isStopRequested() {
        return inner.isStopRequested();
    }
}
