package lorasweep.report.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import lorasweep.result.TrialCurves;
import lorasweep.result.TrialResult;
import lorasweep.sweep.SweepState;
import lorasweep.sweep.SweepTrial;

/**
 * What a report is made of.
 *
 * @param now when the report is made
 */
public record ReportSource(SweepState state, Instant now) {
    /** Where the sweep's files are. */
    Path folder() {
        return state.folder().path();
    }

    /** The trials of the grid; those that were removed from it are left out. */
    List<SweepTrial> trials() {
        return state.trials().stream()
                .filter(trial -> trial.status() != SweepTrial.Status.REMOVED)
                .toList();
    }

    TrialResult result(SweepTrial trial) {
        try {
            return state.folder().trial(trial.id()).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TrialCurves curves(SweepTrial trial) {
        try {
            return state.folder().trial(trial.id()).curves();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
