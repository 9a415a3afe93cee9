package lorasweep.worker.lora;

import java.util.List;

/**
 * The numbers of one adapter: the layer's output grows by {@code alpha / rank * up(down(x))}.
 *
 * @param site the layer
 * @param rank inner dimensions
 * @param alpha numerator of the scale
 * @param down (rank, in, kernel, kernel) in C order, not copied
 * @param up (out, rank) in C order, not copied
 */
public record LoraAdapter(LoraSite site, int rank, double alpha, float[] down, float[] up) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if an array is not as long as site and rank say
     */
    public LoraAdapter {
        if (rank < 1 || down.length != rank * site.downRow() || up.length != rank * site.out()) {
            throw new IllegalArgumentException("adapter of rank %d for %s has %d and %d numbers, expected %d and %d"
                    .formatted(rank, site.name(), down.length, up.length, rank * site.downRow(), rank * site.out()));
        }
    }

    /** How far it moves its layer's weights: the Frobenius norm of {@code alpha / rank * up * down}. */
    public double norm() {
        return WeightNorm.frobenius(up, down, rank, alpha / rank);
    }

    /** The shape of the down tensor in a kohya file. */
    public List<Long> downShape() {
        long side = site.kernel();
        return site.kind() == LoraSite.Kind.LINEAR
                ? List.of((long) rank, (long) site.in())
                : List.of((long) rank, (long) site.in(), side, side);
    }

    /** The shape of the up tensor in a kohya file. */
    public List<Long> upShape() {
        return site.kind() == LoraSite.Kind.LINEAR
                ? List.of((long) site.out(), (long) rank)
                : List.of((long) site.out(), (long) rank, 1L, 1L);
    }
}
