package lorasweep.worker.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;

/** Whether the numbers of a configuration fit each other. */
final class ConfigChecks {
    private final List<String> problems = new ArrayList<>();
    private final Path place;

    private ConfigChecks(Path place) {
        this.place = place;
    }

    /**
     * Checks each network and that they fit together.
     *
     * @throws InvalidInputException listing everything that does not fit
     */
    static void requireSound(Path place, StableDiffusionConfig config) {
        ConfigChecks checks = new ConfigChecks(place);
        checks.unet(config.unet());
        checks.vae(config.vae());
        checks.text(config.text());
        checks.scheduler(config.scheduler());
        checks.equal(
                "the U-Net's context width",
                config.unet().crossAttentionDim(),
                "the text encoder's hidden size",
                config.text().hiddenSize());
        checks.equal(
                "the U-Net's input channels",
                config.unet().inChannels(),
                "the VAE's latent channels",
                config.vae().latentChannels());
        checks.finish();
    }

    /**
     * Checks an autoencoder.
     *
     * @throws InvalidInputException listing everything that does not fit
     */
    static void requireSound(Path place, VaeConfig config) {
        ConfigChecks checks = new ConfigChecks(place);
        checks.vae(config);
        checks.finish();
    }

    private void finish() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private void unet(UNetConfig config) {
        for (UNetConfig.Level level : config.levels()) {
            if (level.attention() || level.equals(config.lastLevel())) {
                divides("the U-Net's attention heads", level.heads(), "width", level.channels());
            }
        }
        groupNorms("the U-Net's", config.normGroups(), UNetLayers.of(config));
        equal("the U-Net's input channels", config.inChannels(), "its output channels", config.outChannels());
        divides(
                "the sinusoids of the U-Net's timestep embedding",
                2,
                "width",
                config.levels().get(0).channels());
        positive("the U-Net's norm_eps", config.normEps());
    }

    private void vae(VaeConfig config) {
        groupNorms("the VAE's", config.normGroups(), VaeLayers.of(config));
        positive("the VAE's scaling_factor", config.scalingFactor());
    }

    private void text(TextConfig config) {
        divides("the text encoder's heads", config.heads(), "width", config.hiddenSize());
        positive("the text encoder's layer_norm_eps", config.layerNormEps());
    }

    private void scheduler(SchedulerConfig config) {
        if (!(0 < config.betaStart() && config.betaStart() <= config.betaEnd() && config.betaEnd() < 1)) {
            problems.add("%s: beta_start is %s and beta_end %s, expected 0 < beta_start <= beta_end < 1."
                    .formatted(place, config.betaStart(), config.betaEnd()));
        }
    }

    private void groupNorms(String owner, int groups, List<Layer> layers) {
        layers.stream()
                .filter(layer ->
                        layer.kind() == Layer.Kind.NORM && !layer.path().contains("transformer_blocks"))
                .map(Layer::in)
                .distinct()
                .forEach(channels -> divides(owner + " norm groups", groups, "width", channels));
    }

    private void divides(String divisorName, int divisor, String name, int number) {
        if (divisor < 1 || number % divisor != 0) {
            problems.add("%s: %s, %d, do not divide the %s %d.".formatted(place, divisorName, divisor, name, number));
        }
    }

    private void equal(String name, int number, String otherName, int other) {
        if (number != other) {
            problems.add("%s: %s (%d) and %s (%d) differ, expected equal numbers."
                    .formatted(place, name, number, otherName, other));
        }
    }

    private void positive(String name, double number) {
        if (!(number > 0)) {
            problems.add("%s: %s is %s, expected more than 0.".formatted(place, name, number));
        }
    }
}
