package lorasweep.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.trial.InputPaths;
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
 * @param copies where this machine has what the trials name in other stores: path by path as written
 */
public record PackWork(
        List<TrialSpec> trials,
        Optional<SampleSettings> samples,
        Path trialsFolder,
        Path cacheFolder,
        String device,
        Map<String, String> copies) {
    /** Copies the collections. */
    public PackWork {
        trials = List.copyOf(trials);
        copies = Map.copyOf(copies);
    }

    /** Work on files that are all where the trials say. */
    public PackWork(
            List<TrialSpec> trials,
            Optional<SampleSettings> samples,
            Path trialsFolder,
            Path cacheFolder,
            String device) {
        this(trials, samples, trialsFolder, cacheFolder, device, Map.of());
    }

    /** The same work with copies of what its trials name in other stores. */
    public PackWork with(Map<String, String> more) {
        return new PackWork(trials, samples, trialsFolder, cacheFolder, device, more);
    }

    /** A text that names files of this machine, naming what they are copies of instead. */
    public String asWritten(String text) {
        String written = text;
        for (Map.Entry<String, String> copy : copies.entrySet()) {
            written = written.replace(copy.getValue(), copy.getKey());
        }
        return written;
    }

    /** A trial with the paths of files on this machine, to open them by. */
    public TrialSpec onThisMachine(TrialSpec trial) {
        return InputPaths.replaced(trial, copies);
    }
}
