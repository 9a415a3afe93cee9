package lorasweep.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeparateVaeTest {
    private static final String PREFIX = "first_stage_model.";

    @TempDir
    Path folder;

    static Stream<Path> bases() {
        return Stream.of(Goldens.path("model"), Goldens.path("model_single.safetensors"));
    }

    @ParameterizedTest
    @MethodSource("bases")
    void aSeparateVaeReplacesTheBases(Path base) {
        List<Path> vaes = List.of(
                Goldens.path("model/vae"),
                Goldens.path("model"),
                Goldens.path("model_single.safetensors"),
                Goldens.path("model/vae/diffusion_pytorch_model.safetensors"),
                ldm().add("loss.logvar", Dtype.F32)
                        .add("model_ema.decay", Dtype.F32)
                        .save(folder.resolve("ldm.vae.safetensors")));
        for (Path vae : vaes) {
            try (BaseModel model = open(base, vae)) {
                assertThat(model.stored(Part.VAE)).hasSize(248);
                assertThat(model.file(Part.VAE).toString()).startsWith(vae.toString());
                assertThat(model.config().vae().blockOutChannels()).containsExactly(16, 24, 32, 32);
            }
        }
    }

    @Test
    void aCheckpointWithoutAVaeTakesASeparateOne() {
        Path base = EditedFile.of(Goldens.path("model_single.safetensors"))
                .remove(name -> name.startsWith(PREFIX))
                .save(folder.resolve("base.safetensors"));
        try (BaseModel model = open(base, Goldens.path("model/vae"))) {
            assertThat(model.stored(Part.VAE)).hasSize(248);
        }
    }

    @Test
    void refusesAVaeWithMissingAndUnknownTensors() {
        Path vae = ldm().remove("decoder.norm_out.bias"::equals)
                .add("decoder.up.9.attn.0.q.weight", Dtype.F16, 1L)
                .save(folder.resolve("vae.safetensors"));
        assertThatThrownBy(() -> open(Goldens.path("model"), vae))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("decoder.norm_out.bias\" is missing")
                .hasMessageContaining("decoder.up.9.attn.0.q.weight\" is unknown");
    }

    @Test
    void refusesAFileThatIsNoVae() {
        assertThatThrownBy(() -> open(Goldens.path("model"), Goldens.path("golden/lora/lora_conv_fp16.safetensors")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds no autoencoder");
    }

    @Test
    void refusesAVaeOfOtherLatents() {
        Path vae = ldm().add("decoder.conv_in.weight", Dtype.F16, 32L, 16L, 3L, 3L)
                .save(folder.resolve("vae.safetensors"));
        assertThatThrownBy(() ->
                        BaseModel.open(ModelFiles.of(Goldens.path("model")).withVae(vae)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("norm groups");
    }

    private static BaseModel open(Path base, Path vae) {
        return BaseModel.open(ModelFiles.of(base).withVae(vae).withConfiguration(Goldens.path("model")));
    }

    private static EditedFile ldm() {
        return EditedFile.of(Goldens.path("model_single.safetensors"))
                .remove(name -> !name.startsWith(PREFIX))
                .rename(name -> name.substring(PREFIX.length()));
    }
}
