package lorasweep.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lorasweep.driver.SweepResult;
import lorasweep.result.TrialFolder;
import lorasweep.sweep.SweepFolder;

/** Says which trials failed, why, and where to read more. */
final class FailurePrinter {
    private static final int MOST = 20;

    private FailurePrinter() {}

    static List<String> lines(List<SweepResult.Failed> failures, SweepFolder folder) {
        List<String> lines = new ArrayList<>();
        for (SweepResult.Failed failed : failures.subList(0, Math.min(MOST, failures.size()))) {
            TrialFolder trial = folder.trial(failed.trial());
            lines.add("failed: " + failed.trial() + " (" + failed.name() + "), "
                    + failed.failure().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " at step "
                    + failed.failure().step() + ": " + failed.failure().message());
            lines.add("        see " + (Files.exists(trial.errorFile()) ? trial.errorFile() : trial.path()));
        }
        if (!failures.isEmpty() && Files.exists(folder.sparkLog())) {
            lines.add("        Spark's own log is " + folder.sparkLog());
        }
        if (failures.size() > MOST) {
            lines.add("… and " + (failures.size() - MOST) + " more; sweep status --json lists all");
        }
        return lines;
    }
}
