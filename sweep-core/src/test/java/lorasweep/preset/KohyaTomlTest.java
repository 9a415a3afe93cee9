package lorasweep.preset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.KohyaForms;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KohyaTomlTest {
    @TempDir
    private Path folder;

    static Stream<Map<String, Object>> settings() {
        return Stream.of(
                Map.of("max_train_epochs", 4),
                Map.of("max_train_steps", 1600, "network_dim", 32, "network_alpha", 16, "clip_skip", 2),
                Map.of(
                        "max_train_epochs", 4,
                        "conv_dim", 8,
                        "conv_alpha", 4,
                        "betas", "0.9,0.99",
                        "weight_decay", 0.1,
                        "cross_attention", "plain",
                        "max_token_length", 225),
                Map.of(
                        "max_train_epochs",
                        2,
                        "unet_lr",
                        1e-4,
                        "text_encoder_lr",
                        0,
                        "min_snr_gamma",
                        5,
                        "scale_weight_norms",
                        1,
                        "shuffle_caption",
                        true,
                        "keep_tokens",
                        8,
                        "resolution",
                        "768,512",
                        "lr_warmup_steps",
                        0.05,
                        "caption_prefix",
                        "a \"quoted\" prefix"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isReadAsTheTrialItWasWrittenOf(Map<String, Object> own) throws IOException {
        Map<String, Object> settings = new HashMap<>(own);
        settings.put("pretrained_model_name_or_path", "/models/base.safetensors");
        settings.put("train_data_dir", "/data/girl");
        TrialSpec spec = TrialSpec.of(settings);
        Path file = folder.resolve("trial.toml");
        Files.writeString(file, KohyaToml.text(spec));

        KohyaPreset preset = KohyaPreset.read(file);

        assertThat(preset.problems()).isEmpty();
        List<String> problems = new ArrayList<>();
        List<GivenSetting> given = KohyaForms.expand(preset.settings(), problems);
        assertThat(problems).isEmpty();
        assertThat(TrialSpecCodec.bind(given, "trial.toml").value())
                .contains(spec.with("lr_warmup_steps", spec.schedule().warmUp()));
    }
}
