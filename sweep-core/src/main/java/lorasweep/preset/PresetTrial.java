package lorasweep.preset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.KohyaForms;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/**
 * A trial made of a preset and of settings that win over it.
 *
 * @param preset with what became of each entry
 * @param spec the trial
 */
public record PresetTrial(KohyaPreset preset, TrialSpec spec) {

    /**
     * Puts a trial together.
     *
     * @param preset as {@link KohyaPreset#read} gives it
     * @param own settings given beside it, possibly none
     * @param ignored names of entries that are not looked at
     * @throws InvalidInputException naming every entry that would change the result and is not supported,
     *     every name to ignore that the preset has not, and every setting that is wrong or missing
     */
    public static PresetTrial of(KohyaPreset preset, List<GivenSetting> own, Set<String> ignored) {
        Set<String> names = KohyaForms.expand(own, new ArrayList<>()).stream()
                .map(GivenSetting::name)
                .collect(Collectors.toSet());
        KohyaPreset used = preset.under(names, ignored);
        List<GivenSetting> given = new ArrayList<>(used.settings());
        given.addAll(own);
        List<String> problems = new ArrayList<>(used.problems());
        problems.addAll(unknown(preset, ignored));
        Path place = preset.path();
        var bound = TrialSpecCodec.bind(given, place.toString());
        problems.addAll(bound.problems());
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new PresetTrial(used, bound.value().orElseThrow());
    }

    private static List<String> unknown(KohyaPreset preset, Set<String> ignored) {
        Set<String> written =
                preset.entries().stream().map(entry -> entry.written().name()).collect(Collectors.toSet());
        return ignored.stream()
                .filter(name -> !written.contains(name))
                .sorted()
                .map(name -> preset.path() + ": \"" + name
                        + "\" is to be ignored but is not in the preset, expected a name of it; check the spelling.")
                .toList();
    }
}
