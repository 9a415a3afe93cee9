package lorasweep.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.runner.PackWork;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.SettingBinder;
import lorasweep.setting.SettingCatalog;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/**
 * What the driver orders an executor to do.
 *
 * @param run of the driver
 * @param pack its number
 * @param attempt how often it was given out in this run, from 1
 * @param trials their canonical JSON
 * @param samples settings of the pictures to draw; empty: none
 * @param trialsFolder as in {@link PackWork}, or a place in another store
 * @param cacheFolder likewise
 * @param runner the class that trains; empty: the one that {@link java.util.ServiceLoader} finds
 */
public record PackOrder(
        String run,
        int pack,
        int attempt,
        List<String> trials,
        Map<String, JsonNode> samples,
        String trialsFolder,
        String cacheFolder,
        String runner) {
    /** Copies the collections. */
    public PackOrder {
        trials = List.copyOf(trials);
        samples = Map.copyOf(samples);
    }

    /** The settings of pictures as an order carries them. */
    public static Map<String, JsonNode> samples(Optional<SampleSettings> samples) {
        return samples.map(SettingCatalog.of(SampleSettings.class)::values).orElse(Map.of());
    }

    /**
     * The work on a device.
     *
     * @param trials the folder of this machine that stands for the order's
     * @param cache likewise
     * @throws InvalidInputException if driver and executor are of different versions
     */
    public PackWork on(String device, Path trials, Path cache) {
        String place = "order of pack " + pack;
        List<TrialSpec> specs = this.trials.stream()
                .map(json -> TrialSpecCodec.parse(json, place))
                .toList();
        return new PackWork(specs, samples(place), trials, cache, device);
    }

    private Optional<SampleSettings> samples(String place) {
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        List<GivenSetting> given = samples.entrySet().stream()
                .map(entry -> new GivenSetting(entry.getKey(), entry.getValue(), place))
                .toList();
        var bound = SettingBinder.of(SampleSettings.class).bind(given, place);
        return Optional.of(bound.value().orElseThrow(() -> new InvalidInputException(bound.problems())));
    }
}
