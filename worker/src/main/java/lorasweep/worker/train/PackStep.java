package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.CheckpointedPass;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.unet.UNet2dConditionModel;

/**
 * Forward and backward of one micro-batch through a pack: adds noise, predicts it, and adds the
 * gradients of every trial's own loss to the pack's adapters. A trial's gradients never meet another's:
 * its samples reach its own rows only.
 */
final class PackStep {
    private final Kernels kernels;
    private final NDManager manager;
    private final UNet2dConditionModel unet;
    private final PackText text;
    private final PackAdapters adapters;
    private final AdapterDropout dropout;
    private final NoiseSchedule schedule;
    private final PredictionType prediction;
    private final Memory memory;

    /** What is kept of a forward pass for the way back. */
    enum Memory {
        /** Everything. */
        ALL,
        /** What goes from block to block; the rest is computed again (gradient checkpointing). */
        CHECKPOINTED
    }

    PackStep(
            Kernels kernels,
            NDManager manager,
            UNet2dConditionModel unet,
            PackText text,
            PackAdapters adapters,
            NoiseSchedule schedule,
            PredictionType prediction,
            Memory memory) {
        this.kernels = kernels;
        this.manager = manager;
        this.unet = unet;
        this.text = text;
        this.adapters = adapters;
        this.dropout = new AdapterDropout(kernels, adapters.unet(), text.trials());
        this.schedule = schedule;
        this.prediction = prediction;
        this.memory = memory;
    }

    /**
     * Adds the gradients of {@code mean over B of lossWeight * mse} of each trial, divided by the
     * number of micro-batches in a step.
     *
     * @param accumulation micro-batches in a step
     * @param beforeBackward called when the losses are there
     * @return each sample's mean squared error over channels and positions, unweighted, K * B
     */
    float[] run(MicroBatch batch, int accumulation, Runnable beforeBackward) {
        try (NDManager scratch = manager.newSubManager()) {
            Shape shape = new Shape(batch.size(), batch.channels(), batch.height(), batch.width());
            NDArray latents = scratch.create(batch.latents(), shape);
            NDArray noise = scratch.create(batch.noise(), shape);
            NDArray signal = scratch.create(schedule.signalRates(batch.timesteps()));
            NDArray rates = scratch.create(schedule.noiseRates(batch.timesteps()));
            NDArray noisy = kernels.tensor(scratch, "add_noise", latents, noise, signal, rates);
            NDArray target = prediction == PredictionType.EPSILON
                    ? noise
                    : kernels.tensor(scratch, "velocity", latents, noise, signal, rates);
            NDArray timesteps = scratch.create(batch.timesteps());
            NDArray weights = scratch.create(shares(batch, accumulation));
            return memory == Memory.ALL
                    ? direct(scratch, batch, new Given(noisy, timesteps, target, weights), beforeBackward)
                    : checkpointed(scratch, batch, new Given(noisy, timesteps, target, weights), beforeBackward);
        }
    }

    /** What goes into the U-Net, what shall come out, and each sample's share of the loss. */
    private record Given(NDArray noisy, NDArray timesteps, NDArray target, NDArray weights) {}

    private float[] direct(NDManager scratch, MicroBatch batch, Given given, Runnable beforeBackward) {
        try (Autograd recording = Autograd.record()) {
            NDArray context = text.encode(scratch, batch);
            Pass pass = Pass.direct(scratch, unetAdapters(batch));
            NDArray output = unet.forward(pass, given.noisy, given.timesteps, context);
            NDArray losses = losses(scratch, batch, output, given.target);
            float[] values = losses.toFloatArray();
            beforeBackward.run();
            Autograd.backward(kernels.tensor(scratch, "weighted_sum_of", losses, given.weights));
            return values;
        }
    }

    private float[] checkpointed(NDManager scratch, MicroBatch batch, Given given, Runnable beforeBackward) {
        NDArray context;
        try (Autograd recording = Autograd.record()) {
            context = text.encode(scratch, batch);
        }
        CheckpointedPass pass = new CheckpointedPass(kernels, scratch, unetAdapters(batch));
        NDArray output = unet.forward(pass, given.noisy, given.timesteps, context);
        NDArray leaf = pass.leaf(output);
        float[] values;
        try (Autograd recording = Autograd.record()) {
            NDArray losses = losses(scratch, batch, leaf, given.target);
            values = losses.toFloatArray();
            beforeBackward.run();
            Autograd.backward(kernels.tensor(scratch, "weighted_sum_of", losses, given.weights));
        }
        pass.backward(output, Autograd.gradient(leaf));
        return values;
    }

    private AdapterWeights unetAdapters(MicroBatch batch) {
        return adapters.unet().arrays().isEmpty()
                ? AdapterWeights.NONE
                : dropout.on(adapters.unet(), batch.addresses());
    }

    private NDArray losses(NDManager scratch, MicroBatch batch, NDArray output, NDArray target) {
        if (batch.masks().length == 0) {
            return kernels.tensor(scratch, "l2_loss", output, target);
        }
        NDArray masks = scratch.create(batch.masks(), new Shape(batch.size(), 1, batch.height(), batch.width()));
        return kernels.tensor(scratch, "masked_l2_loss", output, target, masks);
    }

    private static float[] shares(MicroBatch batch, int accumulation) {
        float[] shares = new float[batch.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = batch.lossWeights()[i] / batch.samples() / accumulation;
        }
        return shares;
    }
}
