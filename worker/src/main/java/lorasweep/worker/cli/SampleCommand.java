package lorasweep.worker.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lorasweep.cli.ExitCode;
import lorasweep.cli.Verb;
import lorasweep.cli.Version;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.SampleSettings;
import lorasweep.worker.diffusion.NamedSampler;
import lorasweep.worker.image.GenerationParameters;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.PngFile;
import lorasweep.worker.image.RgbImage;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.model.TextConfig;
import lorasweep.worker.prompt.Prompt;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.sampling.ImageRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep sample}: draws one image from a prompt, a base model and LoRAs. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        defaultValueProvider = SampleDefaults.class,
        description = {
            "Draws an image with a base model and any number of LoRAs, and writes into it how it was made, as"
                    + " AUTOMATIC1111 does.",
            "Example: sweep sample --base model.safetensors --lora girl.safetensors:0.8 --prompt \"1girl, smile\""
                    + " --out girl.png"
        })
public final class SampleCommand implements Verb {
    /** Digits of a checkpoint's hash by which AUTOMATIC1111 knows it. */
    private static final int MODEL_HASH_DIGITS = 10;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "MODEL",
            description = "The base model: a .safetensors checkpoint or a diffusers folder.")
    @SuppressWarnings("NullAway.Init")
    private Path base;

    @Option(names = "--vae", paramLabel = "FILE", description = "A VAE to use instead of the base model's own.")
    private @Nullable Path vae;

    @Option(
            names = "--base-config",
            paramLabel = "DIR",
            description =
                    "A diffusers folder that describes a checkpoint which is not built like Stable Diffusion 1.5.")
    private @Nullable Path baseConfig;

    @Option(
            names = "--v-parameterization",
            description = "The base model predicts v, where its files do not say so themselves.")
    private boolean vParameterization;

    @Option(
            names = "--lora",
            paramLabel = "FILE[:TE[:UNET]]",
            description =
                    "A LoRA and the multipliers of its text encoder's and U-Net's part (default: 1; the U-Net's as"
                            + " the text encoder's). May be given several times.")
    private List<String> loras = List.of();

    @Option(
            names = "--lora-dir",
            paramLabel = "DIR",
            description = "Where to find the LoRAs that the prompt names in tags such as <lora:girl:0.8>.")
    private @Nullable Path loraDir;

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "A textual-inversion embedding that prompts may name. May be given several times.")
    private List<Path> embeddings = List.of();

    @Option(names = "--out", required = true, paramLabel = "PNG", description = "The image to write.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Mixin
    private SampleOptions options = new SampleOptions();

    @Override
    public Integer call() {
        SampleOptions.Settings settings = options.settings();
        Prompt prompt = Prompt.parse(settings.prompt());
        requirePng();
        requireNoTags(settings.negative());
        List<LoraUse> uses = uses(prompt);
        ModelFiles files = new ModelFiles(base, Optional.ofNullable(vae), Optional.ofNullable(baseConfig));
        PrintWriter err = spec.commandLine().getErr();
        try (BaseModel model = BaseModel.open(files);
                Progress progress = Progress.of("sampling", settings.samples().steps())) {
            SamplePipeline pipeline = new SamplePipeline(model, uses, embeddings, err::println);
            ImageRequest request = request(settings, prompt, model.config().text());
            RgbImage image = pipeline.draw(request, settings.compute(), prediction(model), progress::reached);
            PngFile.write(out, image, parameters(settings, uses, pipeline.loraHashes()));
        }
        spec.commandLine().getOut().println(out);
        return ExitCode.DONE;
    }

    /** LoRAs of the options, then those of the prompt; every problem with them at once. */
    private List<LoraUse> uses(Prompt prompt) {
        List<LoraUse> uses = new ArrayList<>();
        Problems problems = new Problems();
        loras.forEach(argument -> problems.collect(() -> uses.add(LoraUse.parse(argument))));
        prompt.loras().forEach(tag -> problems.collect(() -> uses.add(LoraUse.find(tag, loraDir))));
        problems.throwIfAny();
        return uses;
    }

    private void requirePng() {
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new InvalidInputException(
                    "--out: found \"%s\", expected a name that ends in .png; correct it.".formatted(out));
        }
    }

    private static void requireNoTags(String negative) {
        Prompt.parse(negative).loras().stream().findFirst().ifPresent(tag -> {
            throw new InvalidInputException(
                    "--negative: found \"%s\", expected LoRAs in --prompt only; move it there.".formatted(tag));
        });
    }

    private static ImageRequest request(SampleOptions.Settings settings, Prompt prompt, TextConfig text) {
        if (settings.clipSkip() > text.layers()) {
            throw new InvalidInputException(
                    "--clip-skip: found \"%d\", expected 1 to %d, the layers of the text encoder; correct it."
                            .formatted(settings.clipSkip(), text.layers()));
        }
        SampleSettings samples = settings.samples();
        return new ImageRequest(
                prompt.text(),
                settings.negative(),
                samples.sampler(),
                samples.steps(),
                samples.cfg(),
                new PixelSize(samples.size().width(), samples.size().height()),
                settings.clipSkip(),
                samples.seeds());
    }

    private PredictionType prediction(BaseModel model) {
        return vParameterization
                ? PredictionType.V_PREDICTION
                : model.config().scheduler().predictionType();
    }

    /** LoRAs given as options are recorded as tags, so that the image can be made again from its own text. */
    private GenerationParameters parameters(
            SampleOptions.Settings settings, List<LoraUse> uses, Map<String, String> loraHashes) {
        SampleSettings samples = settings.samples();
        String tags =
                uses.stream().limit(loras.size()).map(use -> " " + use.tag()).collect(Collectors.joining());
        Optional<String> hash = Files.isRegularFile(base)
                ? Optional.of(ModelHashes.ofWholeFile(base).substring(0, MODEL_HASH_DIGITS))
                : Optional.empty();
        return new GenerationParameters(
                settings.prompt() + tags,
                settings.negative(),
                samples.steps(),
                NamedSampler.of(samples.sampler()).displayName(),
                samples.cfg(),
                settings.seed(),
                samples.size().width(),
                samples.size().height(),
                LoraUse.stem(base),
                hash,
                settings.clipSkip(),
                loraHashes,
                "lorasweep " + Version.text());
    }
}
