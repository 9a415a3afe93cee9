package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A rule that carries latents from one noise level to the next. Rules keep nothing between steps: what
 * a rule wants to know of the step before is in the state.
 */
@FunctionalInterface
public interface Sampler {
    /** The latents at the level where {@code step} ends, from those where it begins. */
    State advance(Step step, State before);

    /**
     * Where a run is.
     *
     * @param latents variance-exploding, (N, C, h, w), float32
     * @param clean the model's estimate in the last step, shape of {@code latents}; empty before the first
     */
    record State(NDArray latents, Optional<NDArray> clean) {
        static State initial(NDArray latents) {
            return new State(latents, Optional.empty());
        }

        static State of(NDArray latents, NDArray clean) {
            return new State(latents, Optional.of(clean));
        }
    }
}
