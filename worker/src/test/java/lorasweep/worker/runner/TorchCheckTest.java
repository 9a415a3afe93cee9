package lorasweep.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.Test;

class TorchCheckTest {
    private static TrialSpec trial(String base, String resolution) {
        return TrialSpec.of(Map.of(
                "pretrained_model_name_or_path",
                base,
                "train_data_dir",
                "pictures",
                "resolution",
                resolution,
                "max_train_steps",
                1));
    }

    @Test
    void packsOfASmallModelAreTrainedSideBySide() {
        String model = Goldens.path("model").toString();
        assertThat(new TorchCheck().sideBySide(trial(model, "64"))).isEqualTo(Torch.threads());
        assertThat(new TorchCheck().sideBySide(trial(model, "1024"))).isEqualTo(1);
    }

    @Test
    void aBaseThatCannotBeReadIsSomebodyElsesProblem() {
        assertThat(new TorchCheck().sideBySide(trial("/nowhere", "64"))).isEqualTo(1);
    }

    @Test
    void aShareOfTheProcessorsIsADevice() {
        assertThat(Torch.device("cpu/2")).isEqualTo(Torch.device("cpu"));
        assertThat(Torch.threadsOf("cpu")).isEqualTo(Torch.threads());
        assertThat(Torch.threadsOf("cpu/" + Torch.threads())).isEqualTo(1);
        assertThat(Torch.threadsOf("cpu/1000")).isEqualTo(1);
        assertThatThrownBy(() -> Torch.device("cpu/0")).isInstanceOf(InvalidInputException.class);
    }
}
