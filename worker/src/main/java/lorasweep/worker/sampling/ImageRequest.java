package lorasweep.worker.sampling;

import java.util.List;
import lorasweep.trial.SamplerName;
import lorasweep.worker.image.PixelSize;

/**
 * Images wanted, all alike but for their seeds.
 *
 * @param prompt without LoRA tags
 * @param negativePrompt what the images should be unlike; may be empty
 * @param sampler how noise becomes an image
 * @param steps of the sampler, 1 to the number of training timesteps
 * @param cfgScale how much the prompt is exaggerated; 1 for not, then the negative prompt has no part
 * @param size in pixels, each side a multiple of the VAE's scale (8)
 * @param clipSkip 1 for the text encoder's last layer, 2 for the one before it
 * @param seeds one for each image
 */
public record ImageRequest(
        String prompt,
        String negativePrompt,
        SamplerName sampler,
        int steps,
        double cfgScale,
        PixelSize size,
        int clipSkip,
        List<Long> seeds) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if there is no seed or a number is below 1
     */
    public ImageRequest {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty() || steps < 1 || clipSkip < 1) {
            throw new IllegalArgumentException("%d seeds, %d steps, clip_skip %d: expected at least 1 of each"
                    .formatted(seeds.size(), steps, clipSkip));
        }
    }
}
