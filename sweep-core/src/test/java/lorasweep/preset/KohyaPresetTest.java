package lorasweep.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.preset.PresetEntry.Use;
import lorasweep.setting.Binding;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.LrScheduler;
import lorasweep.trial.OptimizerType;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KohyaPresetTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.yaml | a: 1               | expected a .json",
                "p.json | {                  | not JSON",
                "p.json | [1]                | expected names",
                "p.json | {\"a\":1,\"a\":2}  | not JSON",
                "p.toml | a =                | not TOML",
                "p.toml | a = 1              | accepted",
                "p.toml | [x]_a = 1_[y]_a = 2| a is given in two sections",
            })
    void refusesWhatIsNoPreset(String name, String text, String words) throws IOException {
        Path file = write(name, text.replace('_', '\n'));
        if (words.equals("accepted")) {
            assertThat(KohyaPreset.read(file).entries()).isNotEmpty();
            return;
        }
        assertThatThrownBy(() -> KohyaPreset.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(words);
    }

    @Test
    void refusesHostileFilesWithoutHarm() throws IOException {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> KohyaPreset.read(missing)).isInstanceOf(InvalidInputException.class);
        Path deepJson = write("deep.json", "{\"a\":".repeat(50_000));
        assertThatThrownBy(() -> KohyaPreset.read(deepJson)).isInstanceOf(InvalidInputException.class);
        Path deepToml = write("deep.toml", "a = " + "[".repeat(100_000));
        assertThatThrownBy(() -> KohyaPreset.read(deepToml)).isInstanceOf(InvalidInputException.class);
        Path sections = write("sections.json", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":1}}}}}}");
        assertThatThrownBy(() -> KohyaPreset.read(sections)).hasMessageContaining("nested too deep");
        Path large = write("large.toml", "#".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> KohyaPreset.read(large)).hasMessageContaining("at most 1 MiB");
    }

    @Test
    void readsAPresetOfTheGui() throws IOException {
        KohyaPreset preset = KohyaPreset.read(write("gui.json", """
                {
                  "LoRA_type": "Standard", "pretrained_model_name_or_path": "/m/base.safetensors",
                  "train_data_dir": "/d", "max_resolution": "512,512", "enable_bucket": true,
                  "epoch": 10, "max_train_epochs": 0, "max_train_steps": 0, "train_batch_size": 2,
                  "lr_scheduler": "cosine", "lr_warmup": 10, "lr_warmup_steps": 0, "optimizer": "AdamW8bit",
                  "optimizer_args": "weight_decay=0.1", "unet_lr": 0.0001, "text_encoder_lr": 0,
                  "network_dim": 32, "network_alpha": 16, "conv_dim": 1, "conv_alpha": 1, "max_grad_norm": 0,
                  "xformers": "xformers", "seed": 0, "vae": "", "keep_tokens": 8, "wandb_api_key": "hush",
                  "noise_offset_type": "Original", "multires_noise_iterations": 0, "min_timestep": 0,
                  "save_model_as": "safetensors", "sample_prompts": "a cat", "stop_text_encoder_training": 0,
                  "loss_type": "l2", "huber_c": 0.1, "masked_loss": false, "mixed_precision": "bf16"
                }
                """));
        assertThat(preset.problems()).isEmpty();
        TrialSpec spec = bound(preset);
        assertThat(spec.length().maxTrainEpochs()).isEqualTo(10);
        assertThat(spec.schedule().lrWarmupSteps()).hasValue(0.1);
        assertThat(spec.optimizer().optimizerType()).isEqualTo(OptimizerType.ADAMW_8BIT);
        assertThat(spec.optimizer().weightDecay()).isEqualTo(0.1);
        assertThat(spec.optimizer().maxGradNorm()).isZero();
        assertThat(spec.learningRates().textEncoderLr()).isZero();
        assertThat(spec.network().convDim()).isEmpty();
        assertThat(spec.captions().keepTokens()).isEqualTo(8);
        Map<String, Use> uses = uses(preset);
        assertThat(uses).doesNotContainKey("vae");
        assertThat(uses)
                .containsEntry("max_resolution", Use.USED)
                .containsEntry("optimizer_args", Use.USED)
                .containsEntry("conv_dim", Use.IGNORED)
                .containsEntry("max_train_steps", Use.IGNORED)
                .containsEntry("sample_prompts", Use.IGNORED)
                .containsEntry("loss_type", Use.IGNORED)
                .containsEntry("wandb_api_key", Use.IGNORED);
        assertThat(preset.entries()).extracting(PresetEntry::shownValue).doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0, 1600, max_train_steps, 1600",
        "10, 0, 0, max_train_epochs, 10",
        "10, 3, 1600, max_train_epochs, 3",
    })
    void theGuisStepsWinOverItsEpochsUnlessTheyAreZero(
            int epoch, int maxEpochs, int maxSteps, String setting, String value) throws IOException {
        KohyaPreset preset = KohyaPreset.read(write(
                "gui.json",
                "{\"epoch\": " + epoch + ", \"max_train_epochs\": " + maxEpochs + ", \"max_train_steps\": " + maxSteps
                        + "}"));
        assertThat(preset.settings())
                .singleElement()
                .satisfies(given ->
                        assertThat(given.name() + given.value().asText()).isEqualTo(setting + value));
    }

    @Test
    void theGuiHasNoWarmUpWithAConstantRate() throws IOException {
        KohyaPreset preset = KohyaPreset.read(
                write("gui.json", "{\"lr_scheduler\": \"constant\", \"lr_warmup\": 10, \"lr_warmup_steps\": 0}"));
        assertThat(preset.settings()).extracting(GivenSetting::name).containsExactly("lr_scheduler");
        KohyaPreset steps = KohyaPreset.read(
                write("gui.json", "{\"lr_scheduler\": \"cosine\", \"lr_warmup\": 10, \"lr_warmup_steps\": 50}"));
        assertThat(steps.settings()).extracting(GivenSetting::name).containsExactly("lr_scheduler", "lr_warmup_steps");
    }

    @Test
    void adaptsConvolutionsForTheGuisLoCon() throws IOException {
        KohyaPreset preset = KohyaPreset.read(
                write("gui.json", "{\"LoRA_type\": \"Kohya LoCon\", \"conv_dim\": 8, \"conv_alpha\": 4}"));
        assertThat(preset.settings()).extracting(GivenSetting::name).containsExactly("conv_dim", "conv_alpha");
    }

    @Test
    void readsAConfigFileOfSdScriptsAsSdScriptsDoes() throws IOException {
        KohyaPreset preset = KohyaPreset.read(write("p.toml", """
                [model]
                pretrained_model_name_or_path = "base.safetensors"
                [network]
                network_module = "networks.lora"
                network_args = ["conv_dim=8", "conv_alpha=4"]
                [train]
                train_data_dir = "d"
                unet_lr = 1e-4
                text_encoder_lr = [5e-5]
                lr_warmup_steps = "5%"
                lr_scheduler = "cosine"
                max_train_epochs = 3
                max_train_steps = 1600
                xformers = true
                resolution = 512
                """));
        assertThat(preset.problems()).isEmpty();
        TrialSpec spec = bound(preset);
        assertThat(spec.network().networkDim()).isEqualTo(4);
        assertThat(spec.network().convDim()).hasValue(8);
        assertThat(spec.learningRates().textEncoderLr()).isEqualTo(5e-5);
        assertThat(spec.schedule().lrScheduler()).isEqualTo(LrScheduler.COSINE);
        assertThat(spec.schedule().lrWarmupSteps()).hasValue(0.05);
        assertThat(spec.captions().captionExtension()).isEqualTo(".caption");
        assertThat(spec.buckets().enableBucket()).isFalse();
        assertThat(spec.length().maxTrainEpochs()).isEqualTo(3);
        assertThat(uses(preset)).containsEntry("max_train_steps", Use.IGNORED);
    }

    @Test
    void anUnsupportedEntryThatWouldChangeTheResultIsAProblemWithItsLine() throws IOException {
        KohyaPreset preset = KohyaPreset.read(
                write("p.toml", "[a]\nloss_type = \"huber\"\ncolor_aug = true\nflip_aug = true\nnews = 1\n"));
        assertThat(preset.problems())
                .hasSize(3)
                .anyMatch(line -> line.contains("p.toml:2: loss_type is \"huber\"") && line.contains("under ignore:"))
                .anyMatch(line -> line.contains("p.toml:3: color_aug is \"true\""))
                .anyMatch(line -> line.contains("p.toml:5: news is \"1\"") && line.contains("not known"));
        assertThat(preset.under(Set.of(), Set.of("loss_type", "color_aug", "news"))
                        .problems())
                .isEmpty();
    }

    @Test
    void anEntryTheGridFileGivesItselfIsOverridden() throws IOException {
        KohyaPreset preset = KohyaPreset.read(write("gui.json", "{\"optimizer\": \"Lion\", \"clip_skip\": 2}"))
                .under(Set.of("optimizer_type"), Set.of());
        assertThat(uses(preset)).containsEntry("optimizer", Use.OVERRIDDEN).containsEntry("clip_skip", Use.USED);
        assertThat(preset.settings()).extracting(GivenSetting::name).containsExactly("clip_skip");
    }

    private static TrialSpec bound(KohyaPreset preset) {
        Binding<TrialSpec> binding = TrialSpecCodec.bind(preset.settings(), "preset");
        assertThat(binding.problems()).isEmpty();
        return binding.value().orElseThrow();
    }

    private static Map<String, Use> uses(KohyaPreset preset) {
        return preset.entries().stream()
                .collect(Collectors.toMap(entry -> entry.written().name(), PresetEntry::use));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
