package lorasweep.worker.cli;

import lorasweep.setting.SettingCatalog;
import lorasweep.trial.CaptionSettings;
import lorasweep.trial.Resolution;
import lorasweep.trial.SampleSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The defaults of {@code sample}'s options: those that a sweep's samples and a trial's captions have. */
final class SampleDefaults implements IDefaultValueProvider {
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        String name = argument instanceof OptionSpec option ? option.longestName() : "";
        return switch (name) {
            case "--sampler", "--steps", "--cfg" -> ofSamples(name.substring(2));
            case "--seed" -> ofSamples("seeds");
            case "--width" ->
                Integer.toString(Resolution.parse(ofSamples("size")).width());
            case "--height" ->
                Integer.toString(Resolution.parse(ofSamples("size")).height());
            case "--clip-skip" -> of(CaptionSettings.class, "clip_skip");
            default -> null;
        };
    }

    private static String ofSamples(String setting) {
        return of(SampleSettings.class, setting);
    }

    private static String of(Class<? extends Record> group, String setting) {
        return SettingCatalog.of(group)
                .find(setting)
                .flatMap(definition -> definition.defaultText())
                .orElseThrow();
    }
}
