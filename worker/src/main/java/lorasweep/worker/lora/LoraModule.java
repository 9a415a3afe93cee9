package lorasweep.worker.lora;

import java.util.List;
import lorasweep.worker.safetensors.TensorEntry;

/**
 * One adapted module as a LoRA file has it.
 *
 * @param name kohya's name of the module, whatever the file's naming
 * @param down stored with shape (rank, in) or (rank, in, kernel, kernel)
 * @param up stored with shape (out, rank) or (out, rank, 1, 1)
 * @param alpha the file's, or the rank where the file has none or 0, so that the scale is 1
 */
public record LoraModule(String name, TensorEntry down, TensorEntry up, double alpha) {

    /** Rows of down and columns of up. */
    public int rank() {
        return down.shape().get(0).intValue();
    }

    /** What the update is multiplied by: alpha / rank. */
    public double scale() {
        return alpha / rank();
    }

    /** Features or channels that the adapted layer answers. */
    public int out() {
        return up.shape().get(0).intValue();
    }

    /** Elements of one row of down: features, or channels times the kernel's area. */
    public int fanIn() {
        return (int) (down.elements() / rank());
    }

    /** Trained numbers, not counting alpha. */
    public long parameters() {
        return down.elements() + up.elements();
    }

    /** Whether the stored shapes fit a layer of the base model. */
    boolean fits(LoraSite site) {
        long in = site.in();
        long side = site.kernel();
        return fits(down.shape(), List.of((long) rank(), in), side)
                && fits(up.shape(), List.of((long) site.out(), (long) rank()), 1);
    }

    /** A matrix may be stored as 1x1 convolutions and the other way round: the elements are the same. */
    private static boolean fits(List<Long> stored, List<Long> matrix, long side) {
        return stored.size() == 2
                ? side == 1 && stored.equals(matrix)
                : stored.subList(0, 2).equals(matrix) && stored.get(2) == side && stored.get(3) == side;
    }
}
