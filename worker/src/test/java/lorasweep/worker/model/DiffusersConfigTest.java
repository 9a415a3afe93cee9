package lorasweep.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffusersConfigTest {
    @TempDir
    Path folder;

    @Test
    void readsEveryNumberOfTheFolder() {
        assertThat(DiffusersConfig.read(Goldens.path("model")))
                .isEqualTo(new StableDiffusionConfig(
                        new UNetConfig(
                                4,
                                4,
                                List.of(
                                        new UNetConfig.Level(32, 8, true),
                                        new UNetConfig.Level(48, 8, true),
                                        new UNetConfig.Level(64, 8, true),
                                        new UNetConfig.Level(64, 8, false)),
                                2,
                                32,
                                8,
                                1e-5,
                                true,
                                0,
                                16),
                        new VaeConfig(3, 4, List.of(16, 24, 32, 32), 2, 8, 0.18215),
                        new TextConfig(32, 4, 4, 128, 49408, 77, 1e-5, TextConfig.Activation.QUICK_GELU),
                        new SchedulerConfig(
                                1000,
                                0.00085,
                                0.012,
                                SchedulerConfig.BetaSchedule.SCALED_LINEAR,
                                PredictionType.EPSILON,
                                false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "unet; dual_cross_attention; true; false",
                "unet; class_embed_type; \"timestep\"; null",
                "unet; addition_embed_type; \"text\"; null",
                "unet; act_fn; \"gelu\"; silu",
                "unet; mid_block_type; \"UNetMidBlock2D\"; UNetMidBlock2DCrossAttn",
                "unet; transformer_layers_per_block; [1, 2, 2, 1]; 1",
                "unet; only_cross_attention; true; false",
                "unet; time_embedding_type; \"fourier\"; positional",
                "unet; conv_in_kernel; 1; 3",
                "unet; time_cond_proj_dim; 256; null",
                "unet; _class_name; \"UNet2DModel\"; UNet2DConditionModel",
                "unet; down_block_types; [\"AttnDownBlock2D\",\"DownBlock2D\",\"DownBlock2D\",\"DownBlock2D\"]; CrossAttnDownBlock2D",
                "unet; up_block_types; [\"UpBlock2D\",\"UpBlock2D\",\"UpBlock2D\",\"UpBlock2D\"]; mirror",
                "unet; block_out_channels; [32, 48, -1, 64]; whole number from 1",
                "unet; block_out_channels; \"320\"; list",
                "unet; attention_head_dim; [8, 8]; 4 numbers",
                "unet; attention_head_dim; 7; heads",
                "unet; norm_num_groups; 32; norm groups",
                "unet; layers_per_block; 1000000000; whole number from 1 to 8",
                "unet; norm_eps; \"tiny\"; a number",
                "unet; norm_eps; 0; more than 0",
                "unet; cross_attention_dim; 48; hidden size",
                "unet; flip_sin_to_cos; 1; true or false",
                "vae; use_quant_conv; false; true",
                "vae; latent_channels; 16; latent channels",
                "vae; down_block_types; [\"AttnDownEncoderBlock2D\"]; DownEncoderBlock2D",
                "vae; out_channels; 4; image",
                "vae; shift_factor; 0.1; null",
                "text_encoder; hidden_act; \"relu\"; quick_gelu",
                "text_encoder; model_type; \"t5\"; clip_text_model",
                "text_encoder; num_attention_heads; 5; heads",
                "text_encoder; num_hidden_layers; null; missing",
                "scheduler; prediction_type; \"sample\"; epsilon",
                "scheduler; beta_schedule; \"squaredcos_cap_v2\"; scaled_linear",
                "scheduler; trained_betas; [0.1]; null",
                "scheduler; beta_start; 0.5; beta_start"
            })
    void refusesWhatWouldBeAnotherArchitecture(String network, String key, String value, String expected)
            throws IOException {
        Path model = FolderCopy.ofGolden(folder, network, json -> set(json, key, value));
        assertThatThrownBy(() -> DiffusersConfig.read(model))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(model.toString())
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "unet; use_linear_projection; false",
                "unet; num_attention_heads; 8",
                "unet; attention_head_dim; [8, 8, 8, 8]",
                "unet; upcast_attention; true",
                "unet; class_embed_type; null",
                "unet; transformer_layers_per_block; 1",
                "unet; some_new_key; {\"of\": \"theirs\"}",
                "vae; force_upcast; true",
                "vae; scaling_factor; 0.18215",
                "text_encoder; torch_dtype; \"float16\"",
                "scheduler; prediction_type; \"epsilon\"",
                "scheduler; clip_sample; true"
            })
    void toleratesWhatChangesNothing(String network, String key, String value) throws IOException {
        Path model = FolderCopy.ofGolden(folder, network, json -> set(json, key, value));
        assertThat(DiffusersConfig.read(model)).isEqualTo(DiffusersConfig.read(Goldens.path("model")));
    }

    @Test
    void readsVPredictionAndZeroTerminalSnr() throws IOException {
        Path model = FolderCopy.ofGolden(
                folder,
                "scheduler",
                json -> json.put("prediction_type", "v_prediction").put("rescale_betas_zero_snr", true));
        SchedulerConfig scheduler = DiffusersConfig.read(model).scheduler();
        assertThat(scheduler.predictionType()).isEqualTo(PredictionType.V_PREDICTION);
        assertThat(scheduler.zeroTerminalSnr()).isTrue();
    }

    @Test
    void listsTheProblemsOfAllFilesTogether() throws IOException {
        Path model = FolderCopy.ofGolden(folder, "unet", json -> json.put("act_fn", "relu"));
        Files.writeString(model.resolve("vae/config.json"), "{\n\"in_channels\": 3,\n oops}");
        Files.delete(model.resolve("text_encoder/config.json"));
        Files.writeString(model.resolve("scheduler/scheduler_config.json"), "[]");
        assertThatThrownBy(() -> DiffusersConfig.read(model))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems())
                                .hasSize(4)
                                .anySatisfy(problem -> assertThat(problem).contains("unet", "act_fn", "relu"))
                                .anySatisfy(problem -> assertThat(problem).contains("vae", "line 3"))
                                .anySatisfy(problem -> assertThat(problem).contains("text_encoder", "missing"))
                                .anySatisfy(problem -> assertThat(problem).contains("scheduler", "not a JSON object")));
    }

    @Test
    void refusesAConfigurationOfAbsurdSize() throws IOException {
        Path model = FolderCopy.ofGolden(folder, "vae", json -> json.put("note", "x".repeat(2_000_000)));
        assertThatThrownBy(() -> DiffusersConfig.read(model))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bytes");
    }

    private static void set(ObjectNode json, String key, String value) {
        try {
            json.set(key, new ObjectMapper().readTree(value));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
