package lorasweep.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackRunnerTest {
    @Test
    void isTheOneThatTheCoreFinds() {
        assertThat(ServiceLoader.load(TrialRunner.class).stream().map(ServiceLoader.Provider::type))
                .singleElement()
                .isEqualTo(PackRunner.class);
    }

    @Test
    void theEnginesOwnRefusalToAllocateIsRecognised() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            EngineException full =
                    catchThrowableOfType(EngineException.class, () -> manager.zeros(new Shape(1L << 50)));
            assertThat(Torch.isOutOfMemory(full)).as(full.getMessage()).isTrue();
            EngineException other = catchThrowableOfType(
                    EngineException.class, () -> manager.zeros(new Shape(2)).reshape(3));
            assertThat(Torch.isOutOfMemory(other)).isFalse();
        }
    }

    @Test
    void aDeviceThatIsNotThereIsRefused(@TempDir Path folder) {
        TrialSpec spec = TrialSpec.of(Map.of(
                "pretrained_model_name_or_path", "base.safetensors",
                "train_data_dir", "data",
                "max_train_epochs", 1));
        PackWork work = new PackWork(
                List.of(spec), Optional.empty(), folder.resolve("trials"), folder.resolve("cache"), "cuda:99");
        try (PackRunner runner = new PackRunner()) {
            assertThatThrownBy(() -> runner.run(work, PackObserver.NONE))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("cuda:99");
        }
    }
}
