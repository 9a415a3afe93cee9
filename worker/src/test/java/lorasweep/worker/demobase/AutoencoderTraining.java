package lorasweep.worker.demobase;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.model.VaeLayers;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.vae.AutoencoderKl;

/** Trains the autoencoder on pictures, their colour channels in random order. */
final class AutoencoderTraining implements AutoCloseable {
    private static final int BATCH = 8;
    private static final double PEAK = 2e-3;
    private static final int WARMUP = 100;
    private static final double AVERAGE_SHARE = 0.005;
    private static final double CHROMA = 0.5;
    private static final double DIVERGENCE = 2e-4;
    private static final int SAVE_EVERY = 250;
    private static final int[][] ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private final Kernels training;
    private final NDManager owner;
    private final TrainableWeights weights;
    private final AutoencoderKl vae;
    private final WholeModelOptimizer optimizer;
    private final Path state;
    private final long seed;

    AutoencoderTraining(Kernels kernels, Kernels training, NDManager owner, Path state, long seed) {
        this.training = training;
        this.owner = owner;
        this.state = state;
        this.seed = seed;
        weights = new TrainableWeights(owner, VaeLayers.of(DemoArchitecture.CONFIG.vae()), seed);
        try (Autograd recording = Autograd.record()) {
            vae = new AutoencoderKl(kernels, DemoArchitecture.CONFIG.vae(), weights);
        }
        optimizer = new WholeModelOptimizer(kernels, training, owner, weights.leaves(), AVERAGE_SHARE);
    }

    /** Trains up to this step, going on from the saved state if there is one. */
    void run(List<float[]> pictures, int steps, RunLog log) {
        int done = Files.exists(state) ? optimizer.restore(state) : 0;
        CosineSchedule schedule = new CosineSchedule(PEAK, WARMUP, steps / 4, steps);
        for (int step = done; step < steps; step++) {
            double[] losses = step(pictures, schedule.at(step), step);
            log.record("vae", step, losses[0], losses[1]);
            if ((step + 1) % SAVE_EVERY == 0 || step + 1 == steps) {
                optimizer.save(state, step + 1);
            }
        }
    }

    private double[] step(List<float[]> pictures, double learningRate, int step) {
        RandomStream random = RandomStream.of(seed, Purpose.DEMO, 1, step);
        try (NDManager scratch = owner.newSubManager()) {
            NDArray images = scratch.create(
                    batch(pictures, random), new Shape(BATCH, 3, DemoArchitecture.SIDE, DemoArchitecture.SIDE));
            float[] noise = new float[BATCH * 4 * 16 * 16];
            random.fillGaussian(noise);
            NDArray draw = scratch.create(noise, new Shape(BATCH, 4, 16, 16));
            double loss;
            double error;
            NDArray total;
            try (Autograd recording = Autograd.record()) {
                NDArray moments = vae.encode(scratch, images);
                // decode releases its input
                NDArray again = vae.decode(scratch, training.tensor(scratch, "draw_latents", moments, draw));
                total = training.tensor(scratch, "autoencoder_loss", again, images, moments, CHROMA, DIVERGENCE);
                Autograd.backward(total);
                error = training.tensor(scratch, "squared_error", Autograd.detach(again), images)
                        .getFloat();
            }
            loss = total.getFloat();
            optimizer.step(learningRate, scratch);
            return new double[] {loss, 10 * Math.log10(4 / error)};
        }
    }

    private static float[] batch(List<float[]> pictures, RandomStream random) {
        int area = DemoArchitecture.SIDE * DemoArchitecture.SIDE;
        float[] values = new float[BATCH * 3 * area];
        for (int i = 0; i < BATCH; i++) {
            float[] picture = pictures.get(random.nextInt(pictures.size()));
            int[] order = ORDERS[random.nextInt(2) == 0 ? 0 : random.nextInt(ORDERS.length)];
            for (int channel = 0; channel < 3; channel++) {
                System.arraycopy(picture, order[channel] * area, values, (i * 3 + channel) * area, area);
            }
        }
        return values;
    }

    /** The averaged weights, by name. */
    Map<String, float[]> averages() {
        return optimizer.averages();
    }

    @Override
    public void close() {
        vae.close();
    }
}
