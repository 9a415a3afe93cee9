package lorasweep.worker.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;

/**
 * The low-rank weights of K trials at the sites of one layout: one leaf tensor (K, R, D), R the
 * highest rank. Trial k uses its first {@code ranks[k]} rows; the others are zero and stay zero, since
 * a zero row gets a zero gradient.
 *
 * <p>Not thread-safe: belongs to the thread that trains the pack.
 */
public final class AdapterArray implements AutoCloseable {
    private final Kernels kernels;
    private final AdapterLayout layout;
    private final int[] ranks;
    private NDArray values;
    private final NDArray scales;

    /**
     * K adapters with all weights zero.
     *
     * @param ranks of each trial, 0 for one that has no adapter at these sites; at least one above 0
     * @param scales of each trial, what its up weights are multiplied by in a forward pass
     */
    public AdapterArray(Kernels kernels, NDManager owner, AdapterLayout layout, int[] ranks, float[] scales) {
        if (ranks.length != scales.length || Arrays.stream(ranks).max().orElse(0) < 1) {
            throw new IllegalArgumentException(
                    "ranks " + Arrays.toString(ranks) + " with scales " + Arrays.toString(scales));
        }
        this.kernels = kernels;
        this.layout = layout;
        this.ranks = ranks.clone();
        int highest = Arrays.stream(ranks).max().getAsInt();
        this.values = owner.zeros(new Shape(ranks.length, highest, layout.rowWidth()));
        this.scales = owner.create(scales);
    }

    /** Where the sites lie. */
    public AdapterLayout layout() {
        return layout;
    }

    /** K. */
    public int trials() {
        return ranks.length;
    }

    /** The rank of one trial, 0 if it has no adapter here. */
    public int rank(int trial) {
        return ranks[trial];
    }

    /** The leaf tensor (K, R, D) float32. Ask again after {@link #forgetGradient}. */
    public NDArray values() {
        return values;
    }

    /**
     * Drops the gradient collected in the leaf, memory included: a gradient that is only set to zero
     * would take up space all through the next forward pass.
     */
    public void forgetGradient() {
        NDArray leaf = Autograd.detach(values);
        Autograd.requireGradient(leaf);
        values.close();
        values = leaf;
    }

    /**
     * The gradient collected in the leaf, (K, R, D).
     *
     * @param owner of the array; the gradient itself stays where it is
     */
    public NDArray gradient(NDManager owner) {
        NDArray gradient = Autograd.gradient(values);
        gradient.attach(owner);
        return gradient;
    }

    /** What each trial's up weights are multiplied by, (K) float32. */
    public NDArray scales() {
        return scales;
    }

    /**
     * Sets a trial's weights.
     *
     * @param rows (rank of the trial, D) in the layout's order
     */
    public void write(int trial, float[] rows) {
        try (NDArray source = values.getManager().create(rows, new Shape(ranks[trial], layout.rowWidth()))) {
            kernels.run("write_rows", values, trial, source);
        }
    }

    /** A copy of a trial's weights, (rank of the trial, D). */
    public float[] read(int trial) {
        return read(trial, values);
    }

    /** A copy of a trial's rows in a tensor of the same shape, such as the gradient. */
    public float[] read(int trial, NDArray like) {
        try (NDArray rows = kernels.tensor(values.getManager(), "rows", like, trial, ranks[trial])) {
            return rows.toFloatArray();
        }
    }

    @Override
    public void close() {
        values.close();
        scales.close();
    }
}
