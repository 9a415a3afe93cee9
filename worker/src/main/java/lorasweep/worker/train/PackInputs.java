package lorasweep.worker.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.model.Part;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.store.FileMemo;

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
        Path trialsFolder) {

    /** Identifies a network of the base by the content of its tensors. */
    public ContentHash fingerprint(Part part) {
        return base.fingerprint(part, memo());
    }

    /** The SHA-256 of a base that is one file; AUTOMATIC1111 names a model by its first digits. */
    public Optional<String> baseSha256() {
        return Optional.ofNullable(base.hashes(memo()).get("ss_new_sd_model_hash"));
    }

    /** What earlier processes computed from whole files. */
    FileMemo memo() {
        return new FileMemo(store);
    }
}
