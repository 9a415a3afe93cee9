package lorasweep.worker.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.diffusion.GuidedDenoiser;
import lorasweep.worker.diffusion.NamedSampler;
import lorasweep.worker.diffusion.NoisePredictor;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.diffusion.SamplingRun;
import lorasweep.worker.diffusion.SeededNoise;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.RgbImage;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.unet.UNet2dConditionModel;
import lorasweep.worker.vae.AutoencoderKl;

/**
 * Draws images. An image depends on the request, the base model, the LoRAs and its seed, not on the
 * images and variants computed beside it, beyond floating-point reassociation.
 *
 * @param kernels the compiled kernels
 * @param schedule of the noise the base model was trained with
 * @param prediction what the U-Net's output means
 * @param prompts text encoder and tokenizer
 * @param unet the denoiser
 * @param vae the decoder
 */
public record TextToImage(
        Kernels kernels,
        NoiseSchedule schedule,
        PredictionType prediction,
        PromptEncoder prompts,
        UNet2dConditionModel unet,
        AutoencoderKl vae) {
    private static final int CHANNELS = 3;

    /**
     * Draws a request's images for each variant of the LoRAs.
     *
     * @param owner what is made lives below it and is closed at the end
     * @param progress told the number of finished steps after each
     * @return variant by variant, in each the seeds in their order
     * @throws InvalidInputException if an emphasis in a prompt is malformed, the size is no multiple of
     *     the VAE's scale, or an image has values that are not finite
     */
    public List<RgbImage> images(NDManager owner, ImageRequest request, LoraMix loras, IntConsumer progress) {
        List<RgbImage> images = new ArrayList<>();
        for (DrawnImage drawn : draw(owner, request, loras, progress)) {
            images.add(drawn.image()
                    .orElseThrow(() -> new InvalidInputException(
                            "image of seed %d: values that are not finite, expected numbers; the base model or a LoRA is broken, or a multiplier is too large."
                                    .formatted(drawn.seed()))));
        }
        return images;
    }

    /**
     * The same with the latents behind the images; an image whose values are not finite is left out.
     *
     * @throws InvalidInputException if an emphasis in a prompt is malformed, or the size is no multiple
     *     of the VAE's scale
     */
    public List<DrawnImage> draw(NDManager owner, ImageRequest request, LoraMix loras, IntConsumer progress) {
        try (NDManager memory = owner.newSubManager()) {
            NDArray latents = latents(memory, request, loras, progress);
            List<DrawnImage> images = new ArrayList<>();
            for (long i = 0; i < latents.getShape().get(0); i++) {
                long seed = request.seeds().get((int) i % request.seeds().size());
                images.add(decode(memory, latents, i, seed));
            }
            return images;
        }
    }

    private NDArray latents(NDManager memory, ImageRequest request, LoraMix loras, IntConsumer progress) {
        int scale = vae.config().downscaleFactor();
        PixelSize size = request.size();
        if (size.width() % scale != 0 || size.height() % scale != 0) {
            throw new InvalidInputException("size: %dx%d, expected multiples of %d; change width or height."
                    .formatted(size.width(), size.height(), scale));
        }
        NoisePredictor model = (owner, latents, timestep, context) -> {
            NDArray timesteps = owner.full(new Shape(latents.getShape().get(0)), (float) timestep);
            return unet.forward(Pass.direct(owner, loras.unet()), latents, timesteps, context);
        };
        GuidedDenoiser denoiser = new GuidedDenoiser(
                kernels,
                model,
                prediction,
                context(memory, request, request.prompt(), loras),
                context(memory, request, request.negativePrompt(), loras),
                request.cfgScale(),
                loras.variants());
        List<Long> seeds = Collections.nCopies(loras.variants(), request.seeds()).stream()
                .flatMap(List::stream)
                .toList();
        SeededNoise noise =
                new SeededNoise(seeds, vae.config().latentChannels(), size.height() / scale, size.width() / scale);
        NamedSampler sampler = NamedSampler.of(request.sampler());
        SamplingRun run =
                new SamplingRun(kernels, sampler.sampler(), sampler.spacing().schedule(schedule, request.steps()));
        return run.latents(memory, denoiser, noise, progress);
    }

    /** (K * seeds, 77 * chunks, D). */
    private NDArray context(NDManager memory, ImageRequest request, String prompt, LoraMix loras) {
        try (NDManager temporary = memory.newSubManager()) {
            NDArray states =
                    prompts.encode(temporary, loras.textEncoder(), loras.variants(), prompt, request.clipSkip());
            return kernels.tensor(memory, "repeat_rows", states, request.seeds().size());
        }
    }

    private DrawnImage decode(NDManager memory, NDArray latents, long index, long seed) {
        try (NDManager temporary = memory.newSubManager()) {
            NDArray one = kernels.tensor(temporary, "narrow", latents, 0, index, 1);
            NDArray unscaled = kernels.tensor(
                    temporary, "scale_latents", one, 1 / vae.config().scalingFactor());
            NDArray decoded = vae.decode(temporary, unscaled);
            Shape shape = decoded.getShape();
            PixelSize size = new PixelSize((int) shape.get(3), (int) shape.get(2));
            Optional<RgbImage> image =
                    rgb(decoded.toFloatArray()).map(bytes -> new RgbImage(size, bytes, Optional.empty()));
            return new DrawnImage(seed, unscaled.toFloatArray(), image);
        }
    }

    /** From -1 black to 1 white, channel by channel, to bytes pixel by pixel; empty if a value is not finite. */
    private static Optional<byte[]> rgb(float[] values) {
        byte[] rgb = new byte[values.length];
        int area = values.length / CHANNELS;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return Optional.empty();
            }
            int level = Math.round((values[i] + 1) * 127.5f);
            rgb[i % area * CHANNELS + i / area] = (byte) Math.max(0, Math.min(255, level));
        }
        return Optional.of(rgb);
    }
}
