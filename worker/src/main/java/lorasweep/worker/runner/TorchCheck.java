package lorasweep.worker.runner;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lorasweep.runner.EngineCheck;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.torch.DeviceMemory;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.train.StepThreads;

/** Looks at PyTorch on this machine. */
public final class TorchCheck implements EngineCheck {
    @Override
    public Engine start() {
        return new Engine(
                Torch.version(),
                IntStream.range(0, Torch.gpus())
                        .mapToObj(index -> new Gpu("cuda:" + index, DeviceMemory.allOf(Device.gpu(index))))
                        .toList());
    }

    @Override
    public int sideBySide(TrialSpec trial) {
        ModelFiles files = new ModelFiles(
                Path.of(trial.base().pretrainedModelNameOrPath()),
                trial.base().vae().map(Path::of),
                Optional.empty());
        try (BaseModel model = BaseModel.open(files)) {
            return StepThreads.areBestShared(model.config(), trial) ? Torch.threads() : 1;
        } catch (InvalidInputException unreadable) {
            return 1;
        }
    }

    @Override
    public List<Proof> prove(String device) {
        try (DeviceProofs proofs = new DeviceProofs(Torch.device(device))) {
            return proofs.all();
        }
    }
}
