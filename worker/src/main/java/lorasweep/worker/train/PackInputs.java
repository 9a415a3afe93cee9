package lorasweep.worker.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.store.ContentStore;

/**
 * Everything a pack is trained on and measured with, ready for use.
 *
 * @param trials that are trained, in the pack's order
 * @param latents of all pictures, held-out ones included
 * @param store results that trials and sweeps share
 * @param samples pictures to draw, if any
 * @param trialsFolder holds one folder for each trial
 */
public record PackInputs(
        OpenBase base,
        List<TrialSpec> trials,
        Dataset dataset,
        LatentSource latents,
        ContentStore store,
        Optional<SampleSettings> samples,
        Path trialsFolder) {}
