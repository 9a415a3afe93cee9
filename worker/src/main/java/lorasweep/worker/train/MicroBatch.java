package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What one forward pass of a pack sees: B samples of each of K trials, ordered trial by trial. The
 * arrays belong to whoever made the batch.
 *
 * @param latents (K * B, C, h, w) float32, scaled
 * @param noise same shape, what was added
 * @param timesteps K * B, each 0 to 999
 * @param captions of each trial, K lists of B captions as token ids, chunk by chunk
 * @param lossWeights K * B, multiply each sample's loss: min-SNR and prior weight
 */
record MicroBatch(
        NDArray latents, NDArray noise, int[] timesteps, List<List<long[][]>> captions, float[] lossWeights) {}
