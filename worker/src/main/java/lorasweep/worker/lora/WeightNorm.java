package lorasweep.worker.lora;

/** How far an adapter moves the weights of its layer. */
final class WeightNorm {
    private WeightNorm() {}

    /**
     * The Frobenius norm of {@code scale * up * down} without making the product:
     * {@code |U D|^2 = sum over i, j of (U^T U)_ij (D D^T)_ij}, in double precision. For a convolution
     * the product is the kernel that down followed by up amounts to.
     *
     * @param up (out, rank) in C order
     * @param down (rank, fan-in) in C order
     */
    static double frobenius(float[] up, float[] down, int rank, double scale) {
        double[] upGram = gram(up, rank, rank, 1);
        double[] downGram = gram(down, rank, 1, down.length / rank);
        double square = 0;
        for (int i = 0; i < upGram.length; i++) {
            square += upGram[i] * downGram[i];
        }
        // Rounding may leave a tiny negative number where the product is zero.
        return Math.abs(scale) * Math.sqrt(Math.max(square, 0));
    }

    /**
     * The inner products of {@code rank} vectors with each other, (rank, rank).
     *
     * @param elementStride from one element of a vector to its next
     * @param vectorStride from one vector to the next
     */
    private static double[] gram(float[] matrix, int rank, int elementStride, int vectorStride) {
        double[] gram = new double[rank * rank];
        double[] column = new double[rank];
        for (int element = 0; element < matrix.length / rank; element++) {
            for (int i = 0; i < rank; i++) {
                column[i] = matrix[element * elementStride + i * vectorStride];
            }
            for (int i = 0; i < rank; i++) {
                double value = column[i];
                for (int j = 0; j < rank; j++) {
                    gram[i * rank + j] += value * column[j];
                }
            }
        }
        return gram;
    }
}
