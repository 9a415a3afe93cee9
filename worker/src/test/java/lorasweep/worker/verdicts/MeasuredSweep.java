package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lorasweep.result.TrialFolder;
import lorasweep.trial.TrialSpec;

/**
 * A sweep of the benchmark that is trained and measured.
 *
 * @param images trained on
 * @param trials in the order of the size's recipes
 */
record MeasuredSweep(String name, Subject subject, int images, BenchmarkSize size, List<TrialRecord> trials) {
    /** Reads what {@link VerdictTrials} left. */
    static MeasuredSweep of(BenchmarkSweep sweep) throws IOException {
        List<TrialRecord> trials = new ArrayList<>();
        for (TrialSpec spec : sweep.specs()) {
            trials.add(new TrialRecord(
                    spec,
                    TrialFolder.at(sweep.folder(spec)).read(),
                    CheckpointFile.read(sweep.checkpoints(spec)),
                    OracleFile.read(sweep.oracle(spec))));
        }
        return new MeasuredSweep(sweep.name(), sweep.subject(), sweep.images(), sweep.size(), List.copyOf(trials));
    }

    /**
     * All sweeps that are wholly measured.
     *
     * @param subjects names, none for all
     * @throws NoSuchFileException if no sweep is
     */
    static List<MeasuredSweep> all(Path root, Path base, BenchmarkSize size, String... subjects) throws IOException {
        Set<Subject> wanted = Subject.of(Arrays.asList(subjects));
        List<MeasuredSweep> sweeps = new ArrayList<>();
        for (BenchmarkSweep sweep : VerdictTrials.sweeps(root, base, size)) {
            if (wanted.contains(sweep.subject())
                    && sweep.specs().stream().allMatch(spec -> Files.exists(sweep.oracle(spec)))) {
                sweeps.add(of(sweep));
            }
        }
        if (sweeps.isEmpty()) {
            throw new NoSuchFileException(
                    root.toString(),
                    null,
                    "no sweep of %s is measured here with %s for base: run VerdictTrials with the same base first"
                            .formatted(wanted, base));
        }
        return sweeps;
    }

    /** What the oracle says. */
    TrueCourses truth() {
        return TrueCourses.of(trials.stream().map(TrialRecord::oracle).toList(), size.epochs());
    }
}
