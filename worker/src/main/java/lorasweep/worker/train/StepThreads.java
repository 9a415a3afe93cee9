package lorasweep.worker.train;

import java.util.List;
import lorasweep.trial.Resolution;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.torch.Torch;

/**
 * How many of the processor's threads an operation gets while a pack is worked on: one as long as a step is
 * so small that waking a second costs more than it saves, otherwise the share that the pack's device has.
 */
public final class StepThreads {
    /** Operations of a step above which two threads finish sooner than one; measured in docs/benchmarks.md. */
    private static final long WORTH_SHARING = 2_000_000_000L;

    /** Operations of one sample from which on a pack keeps all processors busy. */
    private static final long WORTH_ALL = 20_000_000_000L;

    private static final int TOKENS = 77;

    private StepThreads() {}

    /** Sets the threads of the calling thread for a pack, whose other work is as small as its steps are. */
    static void use(StableDiffusionConfig config, List<TrialSpec> trials, String device) {
        Torch.useThreads(Math.min(Torch.threadsOf(device), most(config, trials)));
    }

    /**
     * Whether packs of such trials get further side by side, each on its share of the processors, than one after another
     * on all of them.
     */
    public static boolean areBestShared(StableDiffusionConfig config, TrialSpec trial) {
        return trial.batch().trainBatchSize() * operations(config, trial) < WORTH_ALL;
    }

    /** 1 for a step that is not worth sharing, else no limit. */
    static int most(StableDiffusionConfig config, List<TrialSpec> trials) {
        TrialSpec first = trials.get(0);
        long samples = (long) trials.size() * first.batch().trainBatchSize();
        return samples * operations(config, first) < WORTH_SHARING ? 1 : Integer.MAX_VALUE;
    }

    /** Of a training step of one sample. */
    private static long operations(StableDiffusionConfig config, TrialSpec trial) {
        Resolution size = trial.buckets().resolution();
        int factor = config.vae().downscaleFactor();
        int rank = trial.network().networkDim();
        return UNetFlops.of(config.unet(), size.height() / factor, size.width() / factor, TOKENS, rank)
                .trainingStep();
    }
}
