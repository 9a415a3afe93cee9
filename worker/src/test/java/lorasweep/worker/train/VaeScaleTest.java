package lorasweep.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import lorasweep.result.Curve;
import lorasweep.result.TrialFolder;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.bench.MadeUpCheckpoint;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.model.VaeConfig;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.vae.AutoencoderKl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An autoencoder of three levels, so of 4 pixels to a latent place. */
class VaeScaleTest {
    @TempDir
    private Path folder;

    private Path vae;

    @BeforeEach
    void makeTheAutoencoder() {
        try (BaseModel golden = BaseModel.open(ModelFiles.of(Goldens.path("model")))) {
            VaeConfig quarter = new VaeConfig(3, 4, List.of(32, 32, 64), 1, 32, VaeConfig.SCALING_FACTOR);
            StableDiffusionConfig config = golden.config().withVae(quarter);
            vae = folder.resolve("f4.safetensors");
            new MadeUpCheckpoint(config, Dtype.F32).write(vae);
        }
    }

    @Test
    void itsLatentsAreAQuarterOfThePicture() {
        ModelFiles files = ModelFiles.of(Goldens.path("model")).withVae(vae);
        try (BaseModel model = BaseModel.open(files);
                NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager);
                AutoencoderKl autoencoder = new AutoencoderKl(
                        kernels, model.config().vae(), model.weights(Part.VAE, Precision.FP32, manager, kernels))) {
            assertThat(model.config().vae().downscaleFactor()).isEqualTo(4);
            NDArray moments = autoencoder.encode(manager, manager.ones(new Shape(1, 3, 64, 32)));
            assertThat(moments.getShape()).isEqualTo(new Shape(1, 8, 16, 8));
            NDArray image = autoencoder.decode(manager, manager.ones(new Shape(1, 4, 16, 8)));
            assertThat(image.getShape()).isEqualTo(new Shape(1, 3, 64, 32));
        }
    }

    @Test
    void trainsOnItsLatentsWithMasks() throws Exception {
        TrialSpec spec = TrialSpec.of(Map.of(
                "pretrained_model_name_or_path",
                Goldens.path("model").toString(),
                "vae",
                vae.toString(),
                "train_data_dir",
                pictures().toString(),
                "heldout_fraction",
                0,
                "heldout_min",
                0,
                "resolution",
                "64",
                "alpha_mask",
                true,
                "max_train_epochs",
                1,
                "unet_lr",
                1e-3));
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

        PackWork work = new PackWork(
                List.of(spec), Optional.empty(), folder.resolve("out/trials"), folder.resolve("cache"), "cpu");
        try (OpenBases bases = new OpenBases()) {
            new PackTraining(work, bases, inputs -> PackMeasures.NONE, clock)
                    .run(TrainingListener.NONE, PackObserver.NONE);
        }

        double[] losses = TrialFolder.at(
                        folder.resolve("out/trials").resolve(spec.id().toString()))
                .curves()
                .column(Curve.LOSS)
                .orElseThrow();
        assertThat(losses).hasSize(2);
        assertThat(Arrays.stream(losses).allMatch(loss -> loss > 0 && Double.isFinite(loss)))
                .isTrue();
    }

    private Path pictures() throws IOException {
        Path images = Files.createDirectories(folder.resolve("data/1_girl"));
        for (int i = 0; i < 2; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
            for (int p = 0; p < 64 * 64; p++) {
                image.setRGB(p % 64, p / 64, (p % 64 < 32 ? 0xff000000 : 0) | (p * 977 * (i + 1) & 0xffffff));
            }
            ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
            Files.writeString(images.resolve(i + ".txt"), "girl " + i);
        }
        return Files.createDirectories(folder.resolve("data"));
    }
}
