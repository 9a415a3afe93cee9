package lorasweep.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpec;

/**
 * What one call of {@link TrialRunner#run} does.
 *
 * @param trials that can share a pack
 * @param samples pictures to draw of each trial, if any
 * @param trialsFolder holds one folder for each trial, named by its id
 * @param cacheFolder latents and other results that trials and sweeps share
 * @param device {@code cpu}; {@code cpu/} and how many packs share the processors equally; or {@code cuda:} and an
 *     index in this process's own view
 */
public record PackWork(
        List<TrialSpec> trials, Optional<SampleSettings> samples, Path trialsFolder, Path cacheFolder, String device) {
    /** Copies the list. */
    public PackWork {
        trials = List.copyOf(trials);
    }
}
