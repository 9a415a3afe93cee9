package lorasweep.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialSpecCodecTest {
    @TempDir
    private Path folder;

    @Test
    void refusesWhatIsNotOneObjectOfSettings() {
        for (String json : new String[] {"", "[]", "1", "{", "{\"network_dim\":", "{} {}", "{\"a\":1,\"a\":2}"}) {
            assertThatThrownBy(() -> TrialSpecCodec.parse(json, "trial.json"))
                    .as(json)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("trial.json");
        }
    }

    @Test
    void namesTheLineOfAProblem() {
        assertThatThrownBy(() ->
                        TrialSpecCodec.parse("{\n \"max_train_epochs\": 1,\n \"network_dim\": 0\n}", "trial.json"))
                .hasMessageContaining("trial.json:3: network_dim is \"0\"");
    }

    @Test
    void refusesATrialOfAnotherVersion() {
        assertThatThrownBy(() -> TrialSpecCodec.parse("{\"spec_version\": 1}", "trial.json"))
                .hasMessageContaining("spec_version is \"1\", expected 3");
    }

    @Test
    void refusesAFileThatIsMissingOrFarTooLarge() throws IOException {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> TrialSpecCodec.read(missing)).isInstanceOf(InvalidInputException.class);
        Path large = Files.writeString(folder.resolve("large.json"), " ".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> TrialSpecCodec.read(large)).hasMessageContaining("1 MiB");
    }

    @Test
    void writesSortedKeysNormalNumbersAndNoDefaults() {
        TrialSpec spec = Trials.smallest()
                .with("network_alpha", 16.50)
                .with("unet_lr", "1E-4")
                .with("network_dim", 8);
        assertThat(TrialSpecCodec.canonical(spec))
                .isEqualTo("{\"max_train_epochs\":4,\"network_alpha\":16.5,"
                        + "\"pretrained_model_name_or_path\":\"/models/base.safetensors\",\"spec_version\":3,"
                        + "\"text_encoder_lr\":0.0001,\"train_data_dir\":\"/data/girl\",\"unet_lr\":0.0001}");
    }

    @Test
    void anIdNeverChanges() {
        assertThat(Trials.smallest().id()).hasToString("25fbecd5ac8e");
    }

    @Test
    void theIdDoesNotDependOnOrderOrOnSpelledOutDefaults() {
        TrialSpec one = TrialSpecCodec.parse(
                "{\"pretrained_model_name_or_path\":\"b\",\"train_data_dir\":\"d\",\"max_train_steps\":10}", "a.json");
        TrialSpec other = TrialSpecCodec.parse(
                "{\"seed\":0,\"max_train_steps\":1e1,\"unet_lr\":1.0e-4,\"output_name\":\"x\","
                        + "\"train_data_dir\":\"d\",\"pretrained_model_name_or_path\":\"b\"}",
                "b.json");
        assertThat(other.id()).isEqualTo(one.id());
    }

    @Test
    void roundTrips() throws IOException {
        TrialSpec spec = Trials.smallest()
                .with("conv_dim", 4)
                .with("betas", "0.9,0.99")
                .with("lr_warmup_steps", 0.05)
                .with("vae", "/models/é \"quoted\".safetensors")
                .with("resolution", "512,768")
                .with("gradient_checkpointing", true)
                .withSeed(4294967295L);
        assertThat(TrialSpecCodec.parse(TrialSpecCodec.canonical(spec), "spec")).isEqualTo(spec);
        Path file = Files.writeString(folder.resolve("trial.json"), TrialSpecCodec.canonical(spec));
        assertThat(TrialSpecCodec.read(file)).isEqualTo(spec);
    }
}
