package lorasweep.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lorasweep.cli.ExitCode;
import lorasweep.cli.SweepCli;
import lorasweep.worker.model.EditedFile;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    private static final Path TRAINED = Goldens.path("golden/save_format/kohya_trained_last.safetensors");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void showsEverySettingOfALoraInGroups() {
        String text = inspect(TRAINED);
        assertThat(text)
                .contains("LoRA of Stable Diffusion 1.x")
                .contains("648 F16")
                .contains("as recorded")
                .containsPattern("U-Net transformers +192 +4 +2.000 +0.5000")
                .containsPattern("text encoder MLP +8 +4")
                .containsPattern("mid_block +12")
                .containsPattern("text encoder layer 3 +6")
                .containsSubsequence(
                        "\nRun\n",
                        "ss_output_name",
                        "\nTraining settings\n",
                        "ss_unet_lr",
                        "\nNetwork\n",
                        "ss_network_dim",
                        "\nBase model\n",
                        "ss_sd_model_name",
                        "\nLoss and noise\n",
                        "ss_min_snr_gamma",
                        "\nDataset\n",
                        "ss_resolution",
                        "ss_dataset_dirs",
                        "ss_bucket_info",
                        "ss_tag_frequency",
                        "2_sks dog: 6 tags",
                        "3  sks dog",
                        "\nModel specification\n",
                        "modelspec.architecture",
                        "\nHashes\n",
                        "sshs_legacy_hash");
    }

    @Test
    void everyMetadataKeyIsInTheJson() throws Exception {
        JsonNode json = new ObjectMapper().readTree(inspect(TRAINED, "--json"));
        EditedFile golden = EditedFile.of(TRAINED);
        assertThat(golden.keys())
                .hasSizeGreaterThan(70)
                .allSatisfy(key ->
                        assertThat(json.get("metadata").findValue(key)).as(key).isNotNull());
        assertThat(json.at("/hash/verdict").textValue()).isEqualTo("MATCHES");
        assertThat(json.at("/lora/modules").intValue()).isEqualTo(216);
        assertThat(json.at("/metadata/Dataset/ss_tag_frequency/2_sks dog/beach").intValue())
                .isEqualTo(2);
    }

    @Test
    void changesOfTheWeightsAddUpOverModulesAndScale() throws Exception {
        String module = "lora_unet_mid_block_attentions_0_proj_in";
        float[] two = {2, 2};
        Path file = EditedFile.empty()
                .store(module + ".lora_down.weight", List.of(1L, 2L), two)
                .store(module + ".lora_up.weight", List.of(2L, 1L), two)
                .store(module + ".alpha", List.of(), new float[] {0.5f})
                .store("lora_unet_mid_block_attentions_0_proj_out.lora_down.weight", List.of(1L, 2L), two)
                .store("lora_unet_mid_block_attentions_0_proj_out.lora_up.weight", List.of(2L, 1L), two)
                .save(folder.resolve("lora.safetensors"));
        JsonNode block = new ObjectMapper().readTree(inspect(file, "--json")).at("/lora/blocks/0");
        assertThat(block.get("name").textValue()).isEqualTo("mid_block");
        assertThat(block.get("largest").doubleValue()).isCloseTo(8, within(1e-9));
        assertThat(block.get("norm").doubleValue()).isCloseTo(Math.sqrt(80), within(1e-9));
    }

    @Test
    void saysWhenTheWeightsWereChangedAfterSaving() {
        Path changed = EditedFile.of(TRAINED)
                .add("lora_unet_mid_block_attentions_0_proj_in.alpha", Dtype.F16)
                .save(folder.resolve("changed.safetensors"));
        assertThat(inspect(changed)).contains("differs from the recorded one");
        Path bare =
                EditedFile.of(TRAINED).forget(key -> key.startsWith("sshs_")).save(folder.resolve("bare.safetensors"));
        assertThat(inspect(bare)).contains("no hash is recorded");
    }

    @Test
    void showsABaseModelInBothLayouts() {
        assertThat(inspect(Goldens.path("model")))
                .contains("Stable Diffusion 1.x, diffusers folder")
                .containsPattern("unet +\\S+ parameters in 686 tensors: 686 F16")
                .contains("widths [32, 48, 64, 64]", "context width 32", "8 pixels per latent pixel", "epsilon");
        assertThat(inspect(Goldens.path("model_single.safetensors")))
                .contains("checkpoint that cannot be used here", "norm groups", "1002 F16", "1 I64");
    }

    @Test
    void describesAdaptersOfOtherKindsAndSaysWhyTheyCannotBeUsed() {
        Path loha = EditedFile.empty()
                .add("lora_unet_mid_block_attentions_0_proj_in.hada_w1_a", Dtype.F16, 2L, 2L)
                .describe("ss_network_module", "lycoris.kohya")
                .save(folder.resolve("loha.safetensors"));
        assertThat(inspect(loha)).contains("cannot be used here", "LoHa", "1 F16", "lycoris.kohya");
    }

    @Test
    void hostileMetadataCannotMoveTheCursorOrFloodTheScreen() {
        Path hostile = EditedFile.of(TRAINED)
                .describe("ss_output_name", "\u001b[2J\u001b]0;owned\u0007\r\u202eevil\nss_fake 1")
                .describe("evil\u001bkey", "x".repeat(100_000))
                .describe("ss_tag_frequency", "{\"a\u001b\": {\"t\\u001b[31m\": 3, \"x\": \"many\"}, \"b\": 7}")
                .describe("ss_bucket_info", "{".repeat(5000))
                .save(folder.resolve("hostile.safetensors"));
        String text = inspect(hostile);
        assertThat(text)
                .doesNotContain("\u001b", "\u0007", "\r", "\u202e")
                .contains(
                        "\\u001b[2J", "\\u202eevil\\nss_fake 1", "evil\\u001bkey", "100,000 characters", "t\\u001b[31m")
                .hasSizeLessThan(30_000);
    }

    @Test
    void listsTwentyTagsAndCountsTheRest() {
        StringBuilder tags = new StringBuilder("{\"5_girl\": {\"rare\": 1");
        for (int i = 0; i < 24; i++) {
            tags.append(", \"tag%02d\": %d".formatted(i, 100 + i));
        }
        Path file = EditedFile.of(TRAINED)
                .describe("ss_tag_frequency", tags + "}}")
                .save(folder.resolve("tags.safetensors"));
        assertThat(inspect(file))
                .contains("5_girl: 25 tags", "123  tag23", "and 5 more")
                .doesNotContain("rare");
    }

    @Test
    void refusesAFileThatIsNoSafetensors() throws Exception {
        Path file = Files.writeString(folder.resolve("x.safetensors"), "not a tensor");
        assertThat(SweepCli.run(new PrintWriter(out), new PrintWriter(err), "inspect", file.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(file.toString()).doesNotContain("\tat ");
    }

    private String inspect(Path file, String... options) {
        out.getBuffer().setLength(0);
        String[] arguments = Stream.concat(Stream.of("inspect", file.toString()), Arrays.stream(options))
                .toArray(String[]::new);
        int exit = SweepCli.run(new PrintWriter(out), new PrintWriter(err, true), arguments);
        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.DONE);
        return out.toString();
    }
}
