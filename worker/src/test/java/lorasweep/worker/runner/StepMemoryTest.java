package lorasweep.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import lorasweep.result.StepRecord;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.bench.ProcessFigures;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step of training leaves nothing behind in native memory. */
@Tag("full-size")
class StepMemoryTest {
    /** Steps in which Java's compiler and heap grow to what they need. */
    private static final int WARM_UP = 200;

    @TempDir
    private Path folder;

    @Test
    void after2000StepsBehindAWarmUpAsMuchIsResidentAsAfter200() throws Exception {
        TrialSpec spec = TrialSpec.of(Map.of(
                "pretrained_model_name_or_path",
                Goldens.path("model").toString(),
                "train_data_dir",
                pictures().toString(),
                "heldout_fraction",
                0,
                "heldout_min",
                0,
                "resolution",
                "64",
                "max_train_steps",
                WARM_UP + 2000,
                "text_encoder_lr",
                1e-4,
                "unet_lr",
                1e-4));
        Map<Long, Long> resident = new TreeMap<>();
        PackObserver observer = new PackObserver() {
            @Override
            public void stepped(TrialId trial, StepRecord record) {
                if (record.step() % 200 == 0) {
                    System.gc(); // the heap's own swelling is not what is measured
                    resident.put(record.step(), ProcessFigures.residentBytes());
                }
            }
        };
        PackWork work =
                new PackWork(List.of(spec), Optional.empty(), folder.resolve("trials"), folder.resolve("cache"), "cpu");
        try (PackRunner runner = new PackRunner(Clock.systemUTC())) {
            runner.run(work, observer);
        }
        System.out.println("resident bytes by step: " + resident);
        assertThat(resident.get(WARM_UP + 2000L)).isCloseTo(resident.get(WARM_UP + 200L), withinPercentage(3));
    }

    private Path pictures() throws Exception {
        Path images = Files.createDirectories(folder.resolve("data/600_girl"));
        for (int i = 0; i < 4; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 64 * 64; p++) {
                image.setRGB(p % 64, p / 64, p * 977 * (i + 1) & 0xffffff);
            }
            ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
            Files.writeString(images.resolve(i + ".txt"), "girl, pose " + i);
        }
        return folder.resolve("data");
    }
}
