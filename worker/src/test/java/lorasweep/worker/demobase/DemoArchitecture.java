package lorasweep.worker.demobase;

import java.util.List;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.model.TextConfig;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.VaeConfig;

/** The shape of the demo base: that of Stable Diffusion 1.5 in small, for pictures of 64 x 64 pixels. */
final class DemoArchitecture {
    /** Side of a picture in pixels. */
    static final int SIDE = 64;

    private static final int HEADS = 4;
    private static final int TEXT_WIDTH = 48;

    static final StableDiffusionConfig CONFIG = new StableDiffusionConfig(
            new UNetConfig(
                    4,
                    4,
                    List.of(
                            new UNetConfig.Level(48, HEADS, true),
                            new UNetConfig.Level(64, HEADS, true),
                            new UNetConfig.Level(96, HEADS, true),
                            new UNetConfig.Level(96, HEADS, false)),
                    1,
                    TEXT_WIDTH,
                    8,
                    1e-5,
                    true,
                    0,
                    SIDE / 4),
            new VaeConfig(3, 4, List.of(8, 24, 32), 1, 4, VaeConfig.SCALING_FACTOR),
            new TextConfig(TEXT_WIDTH, 2, HEADS, 4 * TEXT_WIDTH, 49408, 77, 1e-5, TextConfig.Activation.QUICK_GELU),
            StableDiffusionConfig.SD_1_5.scheduler());

    private DemoArchitecture() {}
}
