package lorasweep.worker.probe;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.lora.LoraTargets;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.train.OpenBases;
import lorasweep.worker.train.PackInputs;
import lorasweep.worker.train.PackMeasures;
import lorasweep.worker.train.PackTraining;
import lorasweep.worker.train.TrainingListener;

/** Made-up pictures, trials of the golden model on them, and what a pack of such trials is measured with. */
public final class TinyPack {
    public static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private TinyPack() {}

    /** Pictures below a folder: three quarters square, the others upright. */
    public static void draw(Path data, int from, int until) throws IOException {
        Path images = Files.createDirectories(data.resolve("2_dcai-girl 1girl"));
        for (int i = from; i < until; i++) {
            Random random = new Random(i);
            BufferedImage image = new BufferedImage(64, i % 4 == 1 ? 128 : 64, BufferedImage.TYPE_INT_RGB);
            int[] blocks = random.ints(64).toArray();
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < 64; x++) {
                    image.setRGB(x, y, blocks[(x / 8 + y / 16 * 8) % 64] & 0xFFFFFF);
                }
            }
            ImageIO.write(image, "png", images.resolve("girl" + i + ".png").toFile());
            Files.writeString(images.resolve("girl" + i + ".txt"), "dcai-girl, 1girl, pose " + i);
        }
    }

    public static TrialSpec trial(Path data, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("pretrained_model_name_or_path", Goldens.path("model").toString());
        settings.put("train_data_dir", data.toString());
        settings.put("heldout_fraction", 0.3);
        settings.put("resolution", "128,128");
        settings.put("enable_bucket", true);
        settings.put("min_bucket_reso", 64);
        settings.put("train_batch_size", 2);
        settings.put("max_train_epochs", 2);
        settings.put("unet_lr", 1e-3);
        settings.put("text_encoder_lr", 5e-4);
        settings.put("network_dim", 4);
        settings.put("network_alpha", 4);
        settings.put("clip_skip", 2);
        settings.put("save_precision", "fp32");
        settings.put("probe_timesteps", 3);
        settings.put("probe_train_images", 2);
        settings.put("probe_every_epochs", 1);
        settings.putAll(own);
        return TrialSpec.of(settings);
    }

    public static PackWork work(List<TrialSpec> trials, Path out) {
        return new PackWork(trials, Optional.empty(), out.resolve("trials"), out.resolve("cache"), "cpu");
    }

    /** Asks for a stop whenever the condition holds. */
    public static PackObserver stoppingWhen(BooleanSupplier condition) {
        return new PackObserver() {
            @Override
            public boolean isStopRequested() {
                return condition.getAsBoolean();
            }
        };
    }

    /** What a pack of one trial is measured with; the base stays as long as {@code bases}. */
    static PackInputs inputs(TrialSpec spec, Path out, OpenBases bases) throws Exception {
        AtomicReference<PackInputs> seen = new AtomicReference<>();
        PackMeasures.Factory factory = inputs -> {
            seen.set(inputs);
            return PackMeasures.NONE;
        };
        new PackTraining(work(List.of(spec), out), bases, factory, CLOCK)
                .run(TrainingListener.NONE, stoppingWhen(() -> true));
        return seen.get();
    }

    /** A LoRA of random weights at all sites that are adapted by default. */
    static List<LoraAdapter> lora(PackInputs inputs, long seed) {
        List<LoraAdapter> adapters = new ArrayList<>();
        for (LoraSite site : LoraTargets.DEFAULT.of(inputs.base().model().config())) {
            Random random = new Random(seed * 31 + site.name().hashCode());
            adapters.add(new LoraAdapter(
                    site,
                    4,
                    2,
                    normal(random, 4 * site.downRow(), 1 / Math.sqrt(site.downRow())),
                    normal(random, 4 * site.out(), 0.1)));
        }
        return adapters;
    }

    private static float[] normal(Random random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
