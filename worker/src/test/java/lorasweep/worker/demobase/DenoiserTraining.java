package lorasweep.worker.demobase;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.model.ClipTextLayers;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.model.UNetLayers;
import lorasweep.worker.model.VaeConfig;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;

/** Trains text encoder and U-Net together on latents of captioned pictures: noise prediction, min-SNR weights. */
final class DenoiserTraining implements AutoCloseable {
    private static final int BATCH = 16;
    private static final double PEAK = 1e-3;
    private static final int WARMUP = 200;
    private static final double AVERAGE_SHARE = 0.002;
    private static final double MIN_SNR_GAMMA = 5;
    /** Mostly noise counts more than it would: colours are decided there. */
    private static final double MOST_WEIGHT = 10;

    /** Deviation of the offset of a channel's noise, so that colours are learned from prompts, not from the noise's mean. */
    private static final double NOISE_OFFSET = 0.1;

    /** Exponent of the uniform number that gives a timestep; below 1: more timesteps with much noise. */
    private static final double NOISY = 0.75;

    /** One caption of so many is empty: what guidance compares with. */
    private static final int EMPTY_ONE_OF = 10;

    private static final int SAVE_EVERY = 250;
    private static final int LATENT_SIDE = DemoArchitecture.SIDE / 4;
    private static final int LATENT_SIZE = LatentMoments.CHANNELS * LATENT_SIDE * LATENT_SIDE;
    private static final StableDiffusionConfig CONFIG = DemoArchitecture.CONFIG;

    private final Kernels kernels;
    private final Kernels training;
    private final NDManager owner;
    private final TrainableWeights textWeights;
    private final TrainableWeights unetWeights;
    private final ClipTextModel text;
    private final UNet2dConditionModel unet;
    private final WholeModelOptimizer optimizer;
    private final NoiseSchedule schedule = NoiseSchedule.of(CONFIG.scheduler());
    private final ClipTokenizer tokenizer = ClipTokenizer.ofClip();
    private final Path state;
    private final long seed;

    /** A picture as the training sees it. */
    private record Example(LatentMoments latents, List<long[]> captions) {}

    DenoiserTraining(Kernels kernels, Kernels training, NDManager owner, Path state, long seed) {
        this.kernels = kernels;
        this.training = training;
        this.owner = owner;
        this.state = state;
        this.seed = seed;
        textWeights = new TrainableWeights(owner, ClipTextLayers.of(CONFIG.text()), seed);
        unetWeights = new TrainableWeights(owner, UNetLayers.of(CONFIG.unet()), seed);
        try (Autograd recording = Autograd.record()) {
            text = new ClipTextModel(kernels, CONFIG.text(), textWeights);
            unet = new UNet2dConditionModel(kernels, CONFIG.unet(), unetWeights, CrossAttention.SDPA);
        }
        Map<String, NDArray> all = new LinkedHashMap<>(textWeights.leaves());
        all.putAll(unetWeights.leaves());
        optimizer = new WholeModelOptimizer(kernels, training, owner, all, AVERAGE_SHARE);
    }

    /** Trains up to this step, going on from the saved state if there is one; publishes the averages on the way. */
    void run(List<CaptionedPicture> corpus, List<LatentMoments> latents, int steps, BaseFolder base, RunLog log) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < corpus.size(); i++) {
            examples.add(new Example(
                    latents.get(i),
                    corpus.get(i).captions().stream().map(this::tokens).toList()));
        }
        int done = Files.exists(state) ? optimizer.restore(state) : 0;
        CosineSchedule rate = new CosineSchedule(PEAK, WARMUP, steps / 2, steps);
        for (int step = done; step < steps; step++) {
            log.record("denoiser", step, step(examples, rate.at(step), step), rate.at(step));
            if ((step + 1) % SAVE_EVERY == 0 || step + 1 == steps) {
                optimizer.save(state, step + 1);
                base.writeText(ClipTextLayers.of(CONFIG.text()), optimizer.averages());
                base.writeUnet(UNetLayers.of(CONFIG.unet()), optimizer.averages());
            }
        }
    }

    private long[] tokens(String caption) {
        long[] ids = new long[CONFIG.text().positions()];
        Arrays.fill(ids, tokenizer.eos());
        ids[0] = tokenizer.bos();
        List<Integer> words = tokenizer.encode(caption);
        for (int i = 0; i < words.size(); i++) {
            ids[i + 1] = words.get(i);
        }
        return ids;
    }

    private double step(List<Example> examples, double learningRate, int step) {
        RandomStream random = RandomStream.of(seed, Purpose.DEMO, 2, step);
        int[] order = random.permutation(examples.size());
        float[] clean = new float[BATCH * LATENT_SIZE];
        long[] ids = new long[BATCH * CONFIG.text().positions()];
        int[] timesteps = new int[BATCH];
        float[] weights = new float[BATCH];
        float[] draw = new float[LATENT_SIZE];
        long[] empty = tokens("");
        for (int i = 0; i < BATCH; i++) {
            Example example = examples.get(order[i]);
            random.fillGaussian(draw);
            for (int j = 0; j < LATENT_SIZE; j++) {
                clean[i * LATENT_SIZE + j] = (float) (VaeConfig.SCALING_FACTOR
                        * (example.latents.mean()[j] + example.latents.deviation()[j] * draw[j]));
            }
            long[] caption = random.nextInt(EMPTY_ONE_OF) == 0
                    ? empty
                    : example.captions.get(random.nextInt(example.captions.size()));
            System.arraycopy(caption, 0, ids, i * caption.length, caption.length);
            // One from each sixteenth of a range that is denser towards noise, where prompts are told apart.
            double place = Math.pow((i + random.nextDouble()) / BATCH, NOISY);
            timesteps[i] = (int) (place * schedule.timesteps());
            double snr = schedule.snr(timesteps[i]);
            weights[i] = (float)
                    (Math.min(snr, MIN_SNR_GAMMA) / snr * Math.min(MOST_WEIGHT, Math.max(1, 1 / Math.sqrt(snr))));
        }
        float[] noise = new float[clean.length];
        random.fillGaussian(noise);
        offset(noise, random);
        return step(clean, noise, ids, timesteps, weights, learningRate);
    }

    /** Moves each channel of each sample's noise as a whole. */
    private static void offset(float[] noise, RandomStream random) {
        int area = LATENT_SIDE * LATENT_SIDE;
        for (int channel = 0; channel < noise.length / area; channel++) {
            float by = (float) (NOISE_OFFSET * random.nextGaussian());
            for (int i = 0; i < area; i++) {
                noise[channel * area + i] += by;
            }
        }
    }

    private double step(
            float[] clean, float[] noise, long[] ids, int[] timesteps, float[] weights, double learningRate) {
        try (NDManager scratch = owner.newSubManager()) {
            Shape shape = unet.latentShape(BATCH, LATENT_SIDE, LATENT_SIDE);
            NDArray target = scratch.create(noise, shape);
            NDArray noisy = kernels.tensor(
                    scratch,
                    "add_noise",
                    scratch.create(clean, shape),
                    target,
                    scratch.create(schedule.signalRates(timesteps)),
                    scratch.create(schedule.noiseRates(timesteps)));
            NDArray times = scratch.create(timesteps);
            NDArray words =
                    scratch.create(ids, new Shape(BATCH, 1, CONFIG.text().positions()));
            NDArray counts = scratch.create(weights);
            NDArray loss;
            try (Autograd recording = Autograd.record()) {
                Pass pass = Pass.direct(scratch, AdapterWeights.NONE);
                NDArray predicted = unet.forward(pass, noisy, times, text.encode(pass, words, 1));
                loss = training.tensor(scratch, "weighted_error", predicted, target, counts);
                Autograd.backward(loss);
            }
            double value = loss.getFloat();
            optimizer.step(learningRate, scratch);
            return value;
        }
    }

    @Override
    public void close() {
        text.close();
        unet.close();
    }
}
