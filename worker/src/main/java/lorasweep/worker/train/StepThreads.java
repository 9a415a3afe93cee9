package lorasweep.worker.train;

import java.util.List;
import lorasweep.trial.Resolution;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.torch.Torch;

/**
 * How many of the processor's threads an operation gets while a pack is trained: one as long as a step is
 * so small that waking a second costs more than it saves, otherwise what the engine was set to. Closing
 * restores that.
 */
final class StepThreads implements AutoCloseable {
    /** Operations of a step above which two threads finish sooner than one; measured in docs/benchmarks.md. */
    private static final long WORTH_SHARING = 2_000_000_000L;

    private static final int TOKENS = 77;

    private final int before = Torch.threads();

    /** Sets the threads for this pack. */
    StepThreads(PackInputs inputs) {
        Torch.setThreads(Math.min(before, most(inputs.base().model().config(), inputs.trials())));
    }

    /** 1 for a step that is not worth sharing, else no limit. */
    static int most(StableDiffusionConfig config, List<TrialSpec> trials) {
        TrialSpec first = trials.get(0);
        Resolution size = first.buckets().resolution();
        int factor = config.vae().downscaleFactor();
        int rank = first.network().networkDim();
        UNetFlops sample = UNetFlops.of(config.unet(), size.height() / factor, size.width() / factor, TOKENS, rank);
        long samples = (long) trials.size() * first.batch().trainBatchSize();
        return samples * sample.trainingStep() < WORTH_SHARING ? 1 : Integer.MAX_VALUE;
    }

    @Override
    public void close() {
        Torch.setThreads(before);
    }
}
