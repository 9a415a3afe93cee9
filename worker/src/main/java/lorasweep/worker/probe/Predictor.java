package lorasweep.worker.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lorasweep.worker.cache.Latent;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.sampling.LoraMix;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.text.TokenChunks;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.train.FrozenBase;
import lorasweep.worker.train.LatentSource;
import lorasweep.worker.train.OpenBase;

/**
 * Runs probes of one picture through the base, with one LoRA, that LoRA under several multipliers, or none. A batch
 * holds points of one picture and one LoRA only: what comes out depends on neither other pictures nor the pack, to
 * the last bit.
 */
final class Predictor {
    /** Places of latents in one batch: 8 pictures of 512x512. */
    private static final int BATCH_PLACES = 8 * 64 * 64;

    private final FrozenBase base;
    private final Kernels kernels;
    private final ClipTokenizer tokenizer;
    private final LatentSource latents;
    private final long seed;

    /** A predictor of the noises of one seed. */
    Predictor(OpenBase open, LatentSource latents, long seed) {
        this(open.frozen(), open.tokenizer(), latents, seed);
    }

    /** The same of networks that differ from an open base's. */
    Predictor(FrozenBase base, ClipTokenizer tokenizer, LatentSource latents, long seed) {
        this.base = base;
        this.kernels = base.kernels();
        this.tokenizer = tokenizer;
        this.latents = latents;
        this.seed = seed;
    }

    /** What a batch went through. */
    private record Batch(NDArray prediction, NDArray target, Optional<NDArray> mask) {}

    /** Turns a batch into numbers, the same count for each of its points. */
    @FunctionalInterface
    private interface Reading {
        float[] of(NDManager scratch, Batch batch);
    }

    /**
     * Mean squared errors over channels and places, unweighted; with {@code alpha_mask} each place
     * counts as much as it is opaque.
     *
     * @param lora with several variants only if {@link #variantsAtOnce} allows it
     * @return one for each point, variant by variant
     */
    float[] losses(Optional<LoraMix> lora, TrainingImage image, Conditioning text, List<ProbePoint> points) {
        return run(lora, image, text, points, (scratch, batch) -> {
            NDArray losses = batch.mask()
                    .map(mask -> kernels.tensor(scratch, "masked_l2_loss", batch.prediction(), batch.target(), mask))
                    .orElseGet(() -> kernels.tensor(scratch, "l2_loss", batch.prediction(), batch.target()));
            return losses.toFloatArray();
        });
    }

    /** How many variants of a LoRA fit into a batch with all points of a picture. */
    int variantsAtOnce(ProbeSet set) {
        long places = set.images().stream()
                .mapToLong(image -> latents.latent(image, Flip.NONE).size().area())
                .max()
                .orElse(1);
        return (int) Math.max(1, BATCH_PLACES / (places * set.points().size()));
    }

    /**
     * What the U-Net predicts.
     *
     * @param lora of one variant
     * @return for each point a prediction, flattened
     */
    List<float[]> predictions(Optional<LoraMix> lora, TrainingImage image, Conditioning text, List<ProbePoint> points) {
        float[] all = run(
                lora,
                image,
                text,
                points,
                (scratch, batch) -> batch.prediction().toFloatArray());
        int size = all.length / points.size();
        List<float[]> predictions = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            predictions.add(Arrays.copyOfRange(all, i * size, (i + 1) * size));
        }
        return predictions;
    }

    private float[] run(
            Optional<LoraMix> lora, TrainingImage image, Conditioning text, List<ProbePoint> points, Reading reading) {
        Latent latent = latents.latent(image, Flip.NONE);
        int variants = lora.map(LoraMix::variants).orElse(1);
        int size = variants > 1
                ? points.size()
                : (int) Math.max(1, BATCH_PLACES / latent.size().area());
        List<float[]> parts = new ArrayList<>();
        try (NDManager outer = base.manager().newSubManager()) {
            NDArray context = context(outer, lora, text);
            for (int first = 0; first < points.size(); first += size) {
                List<ProbePoint> some = points.subList(first, Math.min(points.size(), first + size));
                try (NDManager scratch = outer.newSubManager()) {
                    parts.add(reading.of(scratch, batch(scratch, lora, image, latent, context, some)));
                }
            }
        }
        return joined(parts);
    }

    private static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int end = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
    }

    /** (K, S, D), the trainer's layout. */
    private NDArray context(NDManager owner, Optional<LoraMix> lora, Conditioning text) {
        TokenChunks chunks = TokenChunks.of(text.text(), text.maxTokenLength(), tokenizer);
        int variants = lora.map(LoraMix::variants).orElse(1);
        NDArray ids = owner.create(
                repeated(chunks.toArray(), variants),
                new Shape(variants, chunks.chunks().size(), TokenChunks.POSITIONS));
        AdapterWeights adapters = lora.<AdapterWeights>map(LoraMix::textEncoder).orElse(AdapterWeights.NONE);
        return base.text().encode(Pass.direct(owner, adapters), ids, text.clipSkip());
    }

    private Batch batch(
            NDManager scratch,
            Optional<LoraMix> lora,
            TrainingImage image,
            Latent latent,
            NDArray context,
            List<ProbePoint> points) {
        int n = points.size() * lora.map(LoraMix::variants).orElse(1);
        int height = latent.size().height();
        int width = latent.size().width();
        int values = latent.values().length;
        float factor = (float) base.config().vae().scalingFactor();
        float[] clean = new float[n * values];
        float[] noises = new float[n * values];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < values; j++) {
                clean[i * values + j] = latent.values()[j] * factor;
            }
            if (i < points.size()) {
                System.arraycopy(points.get(i).noiseOf(image.content(), seed, values), 0, noises, i * values, values);
            } else {
                System.arraycopy(noises, (i - points.size()) * values, noises, i * values, values);
            }
        }
        int[] steps = IntStream.range(0, n)
                .map(i -> points.get(i % points.size()).timestep())
                .toArray();
        Shape shape = new Shape(n, values / (height * width), height, width);
        NDArray x0 = scratch.create(clean, shape);
        NDArray noise = scratch.create(noises, shape);
        NDArray signal = scratch.create(base.schedule().signalRates(steps));
        NDArray rates = scratch.create(base.schedule().noiseRates(steps));
        NDArray target = base.prediction() == PredictionType.EPSILON
                ? noise
                : kernels.tensor(scratch, "velocity", x0, noise, signal, rates);
        AdapterWeights adapters = lora.<AdapterWeights>map(LoraMix::unet).orElse(AdapterWeights.NONE);
        NDArray prediction = base.unet()
                .forward(
                        Pass.direct(scratch, adapters),
                        kernels.tensor(scratch, "add_noise", x0, noise, signal, rates),
                        scratch.create(steps),
                        kernels.tensor(scratch, "repeat_rows", context, points.size()));
        return new Batch(prediction, target, latent.mask().map(mask -> mask(scratch, mask, n, height, width)));
    }

    private static long[] repeated(long[] ids, int times) {
        long[] all = new long[ids.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(ids, 0, all, i * ids.length, ids.length);
        }
        return all;
    }

    private static NDArray mask(NDManager scratch, float[] mask, int n, int height, int width) {
        float[] repeated = new float[n * mask.length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(mask, 0, repeated, i * mask.length, mask.length);
        }
        return scratch.create(repeated, new Shape(n, 1, height, width));
    }
}
