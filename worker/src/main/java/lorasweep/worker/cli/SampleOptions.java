package lorasweep.worker.cli;

import static picocli.CommandLine.Help.Visibility.ALWAYS;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.setting.Binding;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.SettingBinder;
import lorasweep.trial.CaptionSettings;
import lorasweep.trial.ComputeSettings;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.SampleSettings;
import lorasweep.worker.model.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an image is to be like: the settings of a sweep's samples, as options, with the same ranges and defaults. */
final class SampleOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--prompt",
            required = true,
            description = "What to draw; understands (emphasis:1.2), [less], BREAK and <lora:name:te:unet>.")
    private String prompt = "";

    @Option(names = "--negative", description = "What the image should be unlike.")
    private @Nullable String negative;

    @Option(
            names = "--sampler",
            showDefaultValue = ALWAYS,
            description = "ddim, euler, euler_a, dpmpp_2m_karras, dpmpp_2m_sde_karras or dpmpp_sde_karras.")
    private String sampler = "";

    @Option(names = "--steps", paramLabel = "N", showDefaultValue = ALWAYS, description = "Steps of the sampler.")
    private int steps;

    @Option(
            names = "--cfg",
            paramLabel = "SCALE",
            showDefaultValue = ALWAYS,
            description = "How much the prompt is exaggerated; 1 for not.")
    private double cfg;

    @Option(
            names = "--seed",
            paramLabel = "N",
            showDefaultValue = ALWAYS,
            description = "The same seed gives the same image.")
    private long seed;

    @Option(names = "--width", paramLabel = "PIXELS", showDefaultValue = ALWAYS, description = "A multiple of 8.")
    private int width;

    @Option(names = "--height", paramLabel = "PIXELS", showDefaultValue = ALWAYS, description = "A multiple of 8.")
    private int height;

    @Option(
            names = "--clip-skip",
            paramLabel = "N",
            showDefaultValue = ALWAYS,
            description = "Text encoder layer, counted from the end.")
    private int clipSkip;

    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            showDefaultValue = ALWAYS,
            defaultValue = "fp32",
            description = "Number format of the base model: fp32 or bf16.")
    private Precision precision = Precision.FP32;

    /**
     * The options' values.
     *
     * @param samples one prompt, one seed
     * @param clipSkip 1 for the last layer
     * @param compute precision of the base model
     */
    record Settings(SampleSettings samples, int clipSkip, ComputeSettings compute) {
        /** The prompt as written. */
        String prompt() {
            return samples.prompts().get(0);
        }

        /** The negative prompt, empty if there is none. */
        String negative() {
            return samples.negative().orElse("");
        }

        /** The seed. */
        long seed() {
            return samples.seeds().get(0);
        }
    }

    /**
     * Checks the values; what is not given has the default of a sweep's samples, from {@link SampleDefaults}.
     *
     * @throws InvalidInputException with everything that is out of range
     */
    Settings settings() {
        List<String> problems = new ArrayList<>();
        List<GivenSetting> samples = new ArrayList<>();
        give(samples, "--prompt", "prompts", prompt);
        give(samples, "--negative", "negative", negative);
        give(samples, "--sampler", "sampler", sampler);
        give(samples, "--steps", "steps", steps);
        give(samples, "--cfg", "cfg", cfg);
        give(samples, "--seed", "seeds", seed);
        give(samples, "--width, --height", "size", width + "x" + height);
        List<GivenSetting> captions = new ArrayList<>();
        give(captions, "--clip-skip", "clip_skip", clipSkip);
        List<GivenSetting> compute = new ArrayList<>();
        give(compute, "--precision", "mixed_precision", precision == Precision.BF16 ? "bf16" : "no");
        Optional<SampleSettings> sampleSettings = bind(SampleSettings.class, samples, problems);
        Optional<CaptionSettings> captionSettings = bind(CaptionSettings.class, captions, problems);
        Optional<ComputeSettings> computeSettings = bind(ComputeSettings.class, compute, problems);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new Settings(
                sampleSettings.orElseThrow(), captionSettings.orElseThrow().clipSkip(), computeSettings.orElseThrow());
    }

    private static void give(List<GivenSetting> given, String option, String name, @Nullable Object value) {
        if (value != null) {
            given.add(new GivenSetting(name, JSON.valueToTree(value), option));
        }
    }

    private static <T extends Record> Optional<T> bind(
            Class<T> settings, List<GivenSetting> given, List<String> problems) {
        Binding<T> binding = SettingBinder.of(settings).bind(given, "sample");
        problems.addAll(binding.problems());
        return binding.value();
    }
}
