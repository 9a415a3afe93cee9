package lorasweep.worker.runner;

import ai.djl.Device;
import java.util.List;
import java.util.stream.IntStream;
import lorasweep.runner.EngineCheck;
import lorasweep.worker.torch.DeviceMemory;
import lorasweep.worker.torch.Torch;

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
    public List<Proof> prove(String device) {
        try (DeviceProofs proofs = new DeviceProofs(Torch.device(device))) {
            return proofs.all();
        }
    }
}
