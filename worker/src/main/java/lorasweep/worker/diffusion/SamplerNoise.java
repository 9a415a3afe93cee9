package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Standard normal noise of one run, addressed by where it is used, so that no draw depends on another. */
public interface SamplerNoise {
    /** What the run starts from: (N, C, h, w), float32. */
    NDArray initial(NDManager owner);

    /**
     * What is added during a step; shape of {@link #initial}.
     *
     * @param step 0 for the run's first
     * @param draw 0 for the step's first
     */
    NDArray added(NDManager owner, int step, int draw);
}
