package lorasweep.worker.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.nn.CheckpointedPass;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.unet.UNet2dConditionModel;

/**
 * What a trainer does again and again, without its dataset: noise latents, predict the noise, mean
 * squared error, gradients of all adapters, one fused AdamW over them. Made-up latents and text, the
 * same in every step; fresh noise and timesteps in each. A step leaves nothing behind in memory.
 */
final class TrainingStep implements AutoCloseable {
    private static final long SEED = 1;
    private static final double LEARNING_RATE = 1e-4;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPS = 1e-8;
    private static final double WEIGHT_DECAY = 0.01;

    private final Kernels kernels;
    private final NDManager manager;
    private final UNet2dConditionModel unet;
    private final AdapterBank bank;
    private final NoiseSchedule schedule;
    private final Recording recording;
    private final NDArray latents;
    private final NDArray context;
    private final List<NDArray> firstMoments = new ArrayList<>();
    private final List<NDArray> secondMoments = new ArrayList<>();
    private final List<NDArray> counters = new ArrayList<>();

    /** The losses of a forward pass, and how to run them back. */
    private record Forward(NDArray losses, Runnable backward) {}

    /**
     * Steps of a pack.
     *
     * @param bank closed with the step
     * @param latents shape of what one forward pass sees, (N, C, h, w)
     * @param tokens text states of each sample
     */
    TrainingStep(
            Kernels kernels,
            NDManager parent,
            UNet2dConditionModel unet,
            AdapterBank bank,
            NoiseSchedule schedule,
            Recording recording,
            Shape latents,
            int tokens) {
        this.kernels = kernels;
        this.manager = parent.newSubManager();
        this.unet = unet;
        this.bank = bank;
        this.schedule = schedule;
        this.recording = recording;
        this.latents = gaussian(manager, latents, Purpose.LATENT);
        Shape text = new Shape(latents.get(0), tokens, unet.config().crossAttentionDim());
        this.context = gaussian(manager, text, Purpose.DEMO);
        for (AdapterArray array : bank.arrays()) {
            Autograd.requireGradient(array.values());
            firstMoments.add(manager.zeros(array.values().getShape()));
            secondMoments.add(manager.zeros(array.values().getShape()));
            counters.add(manager.zeros(new Shape()));
        }
    }

    /**
     * Runs one step.
     *
     * @param number decides its noise and timesteps
     */
    StepTimes run(int number) {
        try (NDManager scratch = manager.newSubManager()) {
            Stopwatch watch = new Stopwatch();
            int[] timesteps = timesteps(number);
            NDArray noise = gaussian(scratch, latents.getShape(), Purpose.NOISE, number);
            NDArray signalRates = scratch.create(schedule.signalRates(timesteps));
            NDArray noiseRates = scratch.create(schedule.noiseRates(timesteps));
            NDArray noisy = kernels.tensor(scratch, "add_noise", latents, noise, signalRates, noiseRates);
            NDArray t = scratch.create(Arrays.stream(timesteps).asLongStream().toArray());
            double data = watch.lap();
            Forward forward = recording == Recording.EVERYTHING
                    ? recorded(scratch, noisy, t, noise)
                    : checkpointed(scratch, noisy, t, noise);
            double there = watch.lap();
            forward.backward.run();
            double back = watch.lap();
            update(scratch);
            return new StepTimes(data, there, back, watch.lap(), mean(forward.losses.toFloatArray()));
        }
    }

    private Forward recorded(NDManager scratch, NDArray noisy, NDArray timesteps, NDArray noise) {
        try (Autograd recorder = Autograd.record()) {
            Pass pass = Pass.direct(scratch, bank);
            NDArray losses = losses(scratch, unet.forward(pass, noisy, timesteps, context), noise);
            return new Forward(losses, () -> backward(losses));
        }
    }

    private Forward checkpointed(NDManager scratch, NDArray noisy, NDArray timesteps, NDArray noise) {
        CheckpointedPass pass = new CheckpointedPass(kernels, scratch, bank);
        NDArray prediction = unet.forward(pass, noisy, timesteps, context);
        NDArray leaf = pass.leaf(prediction);
        try (Autograd recorder = Autograd.record()) {
            NDArray losses = losses(scratch, leaf, noise);
            return new Forward(losses, () -> {
                backward(losses);
                pass.backward(prediction, Autograd.gradient(leaf));
            });
        }
    }

    private NDArray losses(NDManager scratch, NDArray prediction, NDArray noise) {
        return kernels.tensor(scratch, "l2_loss", prediction, noise);
    }

    /** Runs the sum of all samples' losses back; what a trial's mean would divide by is a constant factor. */
    private static void backward(NDArray losses) {
        Autograd.backward(losses, losses.getManager().ones(losses.getShape()));
    }

    private void update(NDManager scratch) {
        List<NDArray> parameters =
                bank.arrays().stream().map(AdapterArray::values).toList();
        List<NDArray> gradients =
                bank.arrays().stream().map(array -> array.gradient(scratch)).toList();
        kernels.run(
                "adamw",
                parameters,
                gradients,
                firstMoments,
                secondMoments,
                counters,
                LEARNING_RATE,
                BETA1,
                BETA2,
                EPS,
                WEIGHT_DECAY);
        bank.arrays().forEach(AdapterArray::forgetGradient);
    }

    private int[] timesteps(int number) {
        int[] timesteps = new int[(int) latents.getShape().get(0)];
        RandomStream stream = RandomStream.of(SEED, Purpose.TIMESTEP, number);
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = stream.nextInt(schedule.timesteps());
        }
        return timesteps;
    }

    private static NDArray gaussian(NDManager owner, Shape shape, Purpose purpose, long... coordinates) {
        float[] values = new float[Math.toIntExact(shape.size())];
        RandomStream.of(SEED, purpose, coordinates).fillGaussian(values);
        return owner.create(values, shape);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Override
    public void close() {
        bank.close();
        manager.close();
    }
}
