package lorasweep.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lorasweep.setting.Setting;
import lorasweep.setting.SettingDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialSpecTest {

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> TrialSpec.of(Map.of(
                        "network_dmi", 8,
                        "network_alpha", 0,
                        "clip_skip", "two",
                        "mixed_precision", "fp16",
                        "unet_lr", 0,
                        "text_encoder_lr", 0)))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        invalid -> assertThat(invalid.problems())
                                .anyMatch(line -> line.contains("\"network_dmi\"; did you mean \"network_dim\"?"))
                                .anyMatch(line -> line.contains(
                                        "network_alpha is \"0\", expected a number above 0 and at most 1000000"))
                                .anyMatch(line ->
                                        line.contains("clip_skip is \"two\", expected a whole number from 1 to 12"))
                                .anyMatch(line ->
                                        line.contains("mixed_precision is \"fp16\"") && line.contains("use bf16"))
                                .anyMatch(line -> line.contains("nothing is trained"))
                                .anyMatch(line -> line.contains("pretrained_model_name_or_path is missing"))
                                .anyMatch(line -> line.contains("train_data_dir is missing"))
                                .anyMatch(line -> line.contains("neither max_train_epochs nor max_train_steps"))
                                .hasSize(8));
    }

    @ParameterizedTest
    @CsvSource({
        "network_dim, 0",
        "network_dim, 8.5",
        "network_dim, 1e99",
        "network_dim, 1e999999999",
        "unet_lr, -1",
        "unet_lr, NaN",
        "network_dropout, 1",
        "max_token_length, 100",
        "betas, 0.9",
        "betas, '0.9,1'",
        "resolution, 500",
        "resolution, '512,512,512'",
        "optimizer_type, Lion",
        "lr_scheduler, adafactor",
        "shuffle_caption, 1",
        "bucket_reso_steps, 60",
        "output_name, ../x",
        "lr_warmup_steps, 1.5",
        "max_train_steps, 100",
        "caption_extension, txt",
        "seed, -1",
        "train_data_dir, ''",
    })
    void refusesAndNamesTheSetting(String setting, String value) {
        TrialSpec spec = Trials.smallest();
        assertThatThrownBy(() -> spec.with(setting, value))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesTheEndOfPolynomialAboveItsStart() {
        TrialSpec spec = Trials.smallest().with("learning_rate", 0);
        assertThatThrownBy(() -> spec.with("lr_scheduler", "polynomial"))
                .hasMessageContaining("learning_rate is \"0\"")
                .hasMessageContaining("polynomial");
    }

    @Test
    void hasTheseDefaults() {
        Map<String, String> defaults = Trials.smallest().settings().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, value -> value.getValue().asText(), (a, b) -> a, LinkedHashMap::new));
        assertThat(defaults)
                .containsExactly(
                        entry("pretrained_model_name_or_path", "/models/base.safetensors"),
                        entry("v_parameterization", "false"),
                        entry("train_data_dir", "/data/girl"),
                        entry("flip_aug", "false"),
                        entry("alpha_mask", "false"),
                        entry("cache_latents", "true"),
                        entry("cache_latents_to_disk", "true"),
                        entry("heldout_fraction", "0.1"),
                        entry("heldout_min", "2"),
                        entry("resolution", "512,512"),
                        entry("enable_bucket", "true"),
                        entry("min_bucket_reso", "256"),
                        entry("max_bucket_reso", "2048"),
                        entry("bucket_reso_steps", "64"),
                        entry("bucket_no_upscale", "true"),
                        entry("caption_extension", ".txt"),
                        entry("shuffle_caption", "false"),
                        entry("keep_tokens", "0"),
                        entry("caption_dropout_rate", "0"),
                        entry("caption_dropout_every_n_epochs", "0"),
                        entry("caption_tag_dropout_rate", "0"),
                        entry("max_token_length", "75"),
                        entry("clip_skip", "1"),
                        entry("network_dim", "8"),
                        entry("network_alpha", "1"),
                        entry("conv_alpha", "1"),
                        entry("network_dropout", "0"),
                        entry("learning_rate", "0.0001"),
                        entry("unet_lr", "0.0001"),
                        entry("text_encoder_lr", "0.0001"),
                        entry("network_train_unet_only", "false"),
                        entry("network_train_text_encoder_only", "false"),
                        entry("lr_scheduler", "cosine"),
                        entry("lr_scheduler_num_cycles", "1"),
                        entry("lr_scheduler_power", "1"),
                        entry("optimizer_type", "AdamW"),
                        entry("betas", "0.9,0.999"),
                        entry("eps", "1E-8"),
                        entry("weight_decay", "0.01"),
                        entry("max_grad_norm", "1"),
                        entry("min_snr_gamma", "0"),
                        entry("noise_offset", "0"),
                        entry("prior_loss_weight", "1"),
                        entry("scale_weight_norms", "0"),
                        entry("train_batch_size", "1"),
                        entry("gradient_accumulation_steps", "1"),
                        entry("max_train_epochs", "4"),
                        entry("max_train_steps", "0"),
                        entry("mixed_precision", "no"),
                        entry("cross_attention", "sdpa"),
                        entry("gradient_checkpointing", "false"),
                        entry("save_every_n_epochs", "1"),
                        entry("save_every_n_steps", "0"),
                        entry("save_precision", "fp16"),
                        entry("output_name", "last"),
                        entry("probe_timesteps", "4"),
                        entry("probe_noises", "2"),
                        entry("probe_train_images", "4"),
                        entry("probe_every_epochs", "0"),
                        entry("seed", "0"));
    }

    @Test
    void anExplicitZeroStaysZero() {
        TrialSpec spec = Trials.smallest().with("text_encoder_lr", 0).with("max_grad_norm", 0);
        assertThat(spec.learningRates().textEncoderLr()).isZero();
        assertThat(spec.learningRates().trainsTextEncoder()).isFalse();
        assertThat(spec.learningRates().trainsUnet()).isTrue();
        assertThat(spec.optimizer().maxGradNorm()).isZero();
    }

    @Test
    void learningRateIsTheDefaultOfBothParts() {
        TrialSpec spec = TrialSpec.of(Map.of(
                "pretrained_model_name_or_path",
                "b",
                "train_data_dir",
                "d",
                "max_train_steps",
                10,
                "learning_rate",
                3e-4,
                "text_encoder_lr",
                5e-5));
        assertThat(spec.learningRates().unetLr()).isEqualTo(3e-4);
        assertThat(spec.learningRates().textEncoderLr()).isEqualTo(5e-5);
    }

    @Test
    void readsKohyasArgumentListsAndSwitches() {
        TrialSpec spec = TrialSpec.of(Map.of(
                "pretrained_model_name_or_path",
                "b",
                "train_data_dir",
                "d",
                "max_train_steps",
                10,
                "optimizer_args",
                List.of("weight_decay=0.1", "betas=0.9,0.99"),
                "network_args",
                "conv_dim=8 conv_alpha=4",
                "mem_eff_attn",
                true));
        assertThat(spec.optimizer().weightDecay()).isEqualTo(0.1);
        assertThat(spec.optimizer().betas()).isEqualTo(new Betas(0.9, 0.99));
        assertThat(spec.network().convDim()).hasValue(8);
        assertThat(spec.network().convAlpha()).isEqualTo(4);
        assertThat(spec.compute().crossAttention()).isEqualTo(CrossAttention.PLAIN);
        TrialSpec smallest = Trials.smallest();
        assertThatThrownBy(() -> smallest.with("network_args", "algo=loha")).hasMessageContaining("algo=loha");
    }

    @Test
    void takesXformersForSdpaAndSaysSo() {
        TrialSpec spec = Trials.smallest().with("cross_attention", "xformers");
        assertThat(spec.compute().crossAttention()).isEqualTo(CrossAttention.SDPA);
        assertThat(spec.id()).isEqualTo(Trials.smallest().id());
    }

    @Test
    void everySettingChangesTheIdUnlessItOnlyConcernsSpeedOrNames() {
        Map<String, Object> others = Map.ofEntries(
                entry("pretrained_model_name_or_path", "other"),
                entry("vae", "other"),
                entry("train_data_dir", "other"),
                entry("reg_data_dir", "other"),
                entry("heldout_path", "other"),
                entry("resolution", 768),
                entry("caption_extension", ".caption"),
                entry("keep_tokens_separator", "|||"),
                entry("caption_prefix", "a"),
                entry("caption_suffix", "a"),
                entry("max_token_length", 150),
                entry("lr_scheduler", "linear"),
                entry("optimizer_type", "AdamW8bit"),
                entry("betas", "0.9,0.99"),
                entry("mixed_precision", "bf16"),
                entry("cross_attention", "plain"),
                entry("save_precision", "bf16"),
                entry("output_name", "other"),
                entry("lr_warmup_steps", 5),
                entry("conv_dim", 4),
                entry("eps", 1e-7));
        TrialSpec spec = Trials.smallest().with("network_dropout", 0.25);
        for (SettingDefinition setting : TrialSpecCodec.catalog().settings()) {
            String name = setting.name();
            TrialSpec changed = switch (name) {
                case "max_train_epochs" -> spec.with(name, 5);
                case "max_train_steps" -> TrialSpec.of(changedLength(spec));
                default ->
                    spec.with(name, others.containsKey(name) ? others.get(name) : another(setting.valueIn(spec)));
            };
            boolean isSame = changed.id().equals(spec.id());
            assertThat(isSame).as(name).isEqualTo(setting.effect() == Setting.Effect.EXECUTION);
        }
    }

    private static Map<String, Object> changedLength(TrialSpec spec) {
        Map<String, Object> changed = new LinkedHashMap<>(spec.settings());
        changed.put("max_train_epochs", 0);
        changed.put("max_train_steps", 77);
        return changed;
    }

    private static Object another(JsonNode value) {
        if (value.isBoolean()) {
            return !value.asBoolean();
        }
        double number = value.asDouble();
        if (number == 0) {
            return 1;
        }
        return number == Math.rint(number) ? value.asLong() * 2 : number / 2;
    }

    @Test
    void aConfigurationForgetsTheSeedOnly() {
        TrialSpec spec = Trials.smallest().withSeed(7);
        assertThat(spec.configuration()).isEqualTo(spec.withSeed(8).configuration());
        assertThat(spec.configuration())
                .isNotEqualTo(spec.with("network_dim", 4).configuration());
        assertThat(spec.configuration().trial(7)).isEqualTo(spec);
    }

    @Test
    void saysWhatKeepsTrialsOutOfOnePack() {
        TrialSpec spec = Trials.smallest();
        TrialSpec mate = spec.with("network_dim", 64)
                .with("unet_lr", 1e-3)
                .with("clip_skip", 2)
                .withSeed(5)
                .with("text_encoder_lr", 0)
                .with("min_snr_gamma", 5)
                .with("max_train_epochs", 9);
        assertThat(PackKey.of(mate)).isEqualTo(PackKey.of(spec));
        assertThat(PackKey.conflicts(spec, mate)).isEmpty();
        TrialSpec other =
                spec.with("resolution", 768).with("train_batch_size", 2).with("max_token_length", 150);
        assertThat(PackKey.of(other)).isNotEqualTo(PackKey.of(spec));
        assertThat(PackKey.conflicts(spec, other))
                .containsExactly("resolution", "max_token_length", "train_batch_size");
    }
}
