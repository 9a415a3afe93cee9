package lorasweep.worker.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.trial.TrialSpec;

/**
 * Where a pack goes on: the latest step of which all its unfinished trials have a state, and which
 * trials are in the pack there. A trial that was done later than that step is trained again from it,
 * so that the pack is the one it was and every byte comes out the same.
 *
 * @param step optimizer updates made; 0 for a pack that begins
 * @param trials that are trained from there, in the order given; empty when all are done
 */
record PackResume(long step, List<TrialSpec> trials) {

    /** Looks into the trials' folders. */
    static PackResume find(List<TrialSpec> trials, Path trialsFolder) throws IOException {
        List<Optional<TrialOutcome>> outcomes = new ArrayList<>();
        Optional<NavigableSet<Long>> common = Optional.empty();
        for (TrialSpec spec : trials) {
            Path folder = folder(trialsFolder, spec);
            Optional<TrialOutcome> outcome = TrialFolder.at(folder).read().outcome();
            outcomes.add(outcome);
            if (outcome.isEmpty()) {
                NavigableSet<Long> own = states(folder, spec);
                common.ifPresent(own::retainAll);
                common = Optional.of(own);
            }
        }
        if (common.isEmpty()) {
            return new PackResume(0, List.of());
        }
        long step = common.get().isEmpty() ? 0 : common.get().last();
        List<TrialSpec> again = new ArrayList<>();
        for (int k = 0; k < trials.size(); k++) {
            boolean doneBefore = outcomes.get(k)
                    .map(outcome -> outcome.cost().steps() <= step)
                    .orElse(false);
            boolean hasState = step == 0
                    || states(folder(trialsFolder, trials.get(k)), trials.get(k))
                            .contains(step);
            if (outcomes.get(k).isEmpty() || (!doneBefore && hasState)) {
                again.add(trials.get(k));
            }
        }
        return new PackResume(step, again);
    }

    /** A trial's folder. */
    static Path folder(Path trialsFolder, TrialSpec spec) {
        return trialsFolder.resolve(spec.id().toString());
    }

    private static NavigableSet<Long> states(Path folder, TrialSpec spec) throws IOException {
        return new TreeSet<>(new TrialStateFile(folder, spec.id().toString()).steps());
    }
}
