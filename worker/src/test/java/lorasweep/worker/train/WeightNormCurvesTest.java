package lorasweep.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import lorasweep.result.Curve;
import lorasweep.result.StepRecord;
import lorasweep.result.TrialFolder;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.lora.LoraFile;
import lorasweep.worker.lora.LoraSummary;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The curves of ‖ΔW‖, which are not recorded at every step. */
class WeightNormCurvesTest {
    @TempDir
    private Path out;

    private TrialSpec trial(int steps, double limit) {
        return TrialSpec.of(Map.of(
                "pretrained_model_name_or_path",
                Goldens.path("model").toString(),
                "train_data_dir",
                out.resolve("data").toString(),
                "resolution",
                "64,64",
                "enable_bucket",
                false,
                "max_train_epochs",
                0,
                "max_train_steps",
                steps,
                "unet_lr",
                1e-3,
                "scale_weight_norms",
                limit,
                "network_dim",
                4,
                "save_precision",
                "fp32"));
    }

    private void train(Path to, TrialSpec... trials) throws Exception {
        Path images = Files.createDirectories(out.resolve("data/1_girl"));
        for (int i = 0; i < 8; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            image.createGraphics().fillRect(5 * i, 3, 20, 30 + i);
            ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
        PackWork work =
                new PackWork(List.of(trials), Optional.empty(), to.resolve("trials"), to.resolve("cache"), "cpu");
        try (OpenBases bases = new OpenBases()) {
            new PackTraining(work, bases, inputs -> PackMeasures.NONE, Clock.systemUTC())
                    .run(TrainingListener.NONE, PackObserver.NONE);
        }
    }

    private static TrialFolder folder(Path to, TrialSpec trial) {
        return TrialFolder.at(to.resolve("trials").resolve(trial.id().toString()));
    }

    private static List<Long> stepsWith(Path to, TrialSpec trial, Curve curve) throws IOException {
        return folder(to, trial).steps().stream()
                .filter(row -> row.values().containsKey(curve))
                .map(StepRecord::step)
                .toList();
    }

    private static double atTen(Path to, TrialSpec trial, Curve curve) throws IOException {
        return folder(to, trial).steps().get(9).values().getOrDefault(curve, Double.NaN);
    }

    @Test
    void aPackMateWithALimitChangesNothingInWhatIsRecorded() throws Exception {
        TrialSpec free = trial(11, 0);
        TrialSpec limited = trial(11, 0.01);
        Path packed = out.resolve("packed");
        Path alone = out.resolve("alone");
        train(packed, free, limited);
        train(alone, free);
        for (Path to : List.of(packed, alone)) {
            assertThat(stepsWith(to, free, Curve.UNET_WEIGHTS)).containsExactly(10L);
            assertThat(stepsWith(to, free, Curve.TEXT_ENCODER_WEIGHTS)).containsExactly(10L);
            assertThat(stepsWith(to, free, Curve.MAX_KEY_NORM)).isEmpty();
        }
        for (Curve curve : List.of(Curve.UNET_WEIGHTS, Curve.TEXT_ENCODER_WEIGHTS)) {
            assertThat(stepsWith(packed, limited, curve)).containsExactly(10L);
            double expected = atTen(alone, free, curve);
            assertThat(atTen(packed, free, curve)).isPositive().isCloseTo(expected, within(1e-4 * expected));
        }
        assertThat(stepsWith(packed, limited, Curve.MAX_KEY_NORM)).hasSize(11);
        assertThat(stepsWith(packed, limited, Curve.KEYS_SCALED)).hasSize(11);
        assertThat(folder(packed, limited).steps().get(10).values().getOrDefault(Curve.MAX_KEY_NORM, 1.0))
                .isLessThanOrEqualTo(0.01 * (1 + 1e-6));
    }

    @Test
    void theTotalsAreThoseOfTheSavedFile() throws Exception {
        for (TrialSpec trial : List.of(trial(10, 0), trial(10, 0.003))) {
            Path to = out.resolve("file");
            train(to, trial);
            double squares = 0;
            try (LoraFile file =
                    LoraFile.open(folder(to, trial).path().resolve(trial.save().outputName() + ".safetensors"))) {
                for (LoraSummary.Block block : LoraSummary.of(file).blocks()) {
                    squares += block.norm() * block.norm();
                }
            }
            double total =
                    Math.hypot(atTen(to, trial, Curve.UNET_WEIGHTS), atTen(to, trial, Curve.TEXT_ENCODER_WEIGHTS));
            assertThat(total).isCloseTo(Math.sqrt(squares), within(1e-4 * total));
        }
    }

    @Test
    void aTrialOfFewerStepsHasNone() throws Exception {
        TrialSpec brief = trial(3, 0);
        train(out, brief);
        assertThat(folder(out, brief).curves().size()).isEqualTo(3);
        assertThat(folder(out, brief).curves().column(Curve.UNET_WEIGHTS)).isEmpty();
    }
}
