package lorasweep.worker.model;

import java.util.List;

/**
 * Everything that is not a weight of a Stable Diffusion 1.x model.
 *
 * @param unet the denoiser
 * @param vae the autoencoder
 * @param text the text encoder; its width is the U-Net's cross-attention width
 * @param scheduler the noise it was trained with
 */
public record StableDiffusionConfig(UNetConfig unet, VaeConfig vae, TextConfig text, SchedulerConfig scheduler) {

    /** Stable Diffusion 1.5 (and 1.1 to 1.4, which differ in weights only). */
    public static final StableDiffusionConfig SD_1_5 = new StableDiffusionConfig(
            new UNetConfig(
                    4,
                    4,
                    List.of(
                            new UNetConfig.Level(320, 8, true),
                            new UNetConfig.Level(640, 8, true),
                            new UNetConfig.Level(1280, 8, true),
                            new UNetConfig.Level(1280, 8, false)),
                    2,
                    768,
                    32,
                    1e-5,
                    true,
                    0,
                    64),
            new VaeConfig(3, 4, List.of(128, 256, 512, 512), 2, 32, VaeConfig.SCALING_FACTOR),
            new TextConfig(768, 12, 12, 3072, 49408, 77, 1e-5, TextConfig.Activation.QUICK_GELU),
            new SchedulerConfig(
                    1000, 0.00085, 0.012, SchedulerConfig.BetaSchedule.SCALED_LINEAR, PredictionType.EPSILON, false));

    /** The same with another autoencoder. */
    public StableDiffusionConfig withVae(VaeConfig other) {
        return new StableDiffusionConfig(unet, other, text, scheduler);
    }

    /** The same with another noise schedule. */
    public StableDiffusionConfig withScheduler(SchedulerConfig other) {
        return new StableDiffusionConfig(unet, vae, text, other);
    }
}
