package lorasweep.worker.train;

import java.util.List;

/**
 * What one forward pass of a pack sees: B samples of each of K trials, ordered trial by trial.
 *
 * @param samples B
 * @param channels of the latents
 * @param height of the latents
 * @param width of the latents
 * @param latents K * B * channels * height * width values, scaled
 * @param noise as many, what is added
 * @param timesteps K * B, each 0 to 999
 * @param captions K lists of B captions
 * @param lossWeights K * B, each sample's factor: min-SNR and prior weight
 * @param addresses what the random numbers of each sample are drawn under, K * B times epoch, picture and use
 * @param masks what each place of a latent counts, K * B * height * width values in [0, 1]; empty where all count
 */
record MicroBatch(
        int samples,
        int channels,
        int height,
        int width,
        float[] latents,
        float[] noise,
        int[] timesteps,
        List<List<CaptionTokens>> captions,
        float[] lossWeights,
        List<long[]> addresses,
        float[] masks) {

    /** N = K * B. */
    int size() {
        return timesteps.length;
    }
}
