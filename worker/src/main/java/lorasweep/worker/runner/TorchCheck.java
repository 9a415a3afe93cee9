package lorasweep.worker.runner;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import lorasweep.runner.EngineCheck;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.DatasetReader;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.torch.DeviceMemory;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.train.InputProblems;
import lorasweep.worker.train.OpenBases;
import lorasweep.worker.train.StepThreads;

/** Looks at PyTorch on this machine. */
public final class TorchCheck implements EngineCheck {
    private static final long DECODING_MEMORY = 1L << 30;

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
        try (BaseModel model = BaseModel.open(OpenBases.files(trial.base()))) {
            return StepThreads.areBestShared(model.config(), trial) ? Torch.threads() : 1;
        } catch (InvalidInputException unreadable) {
            return 1;
        }
    }

    @Override
    public List<String> problems(List<TrialSpec> trials, Path cacheFolder) throws IOException, InterruptedException {
        ContentStore store = ContentStore.open(cacheFolder);
        DatasetReader reader = new DatasetReader(
                Optional.of(store),
                new ImageLoader(DECODING_MEMORY),
                Runtime.getRuntime().availableProcessors());
        Set<String> problems = new LinkedHashSet<>();
        for (TrialSpec trial : trials) {
            problems.addAll(InputProblems.of(trial, reader));
        }
        return List.copyOf(problems);
    }

    @Override
    public List<Proof> prove(String device) {
        try (DeviceProofs proofs = new DeviceProofs(Torch.device(device))) {
            return proofs.all();
        }
    }
}
