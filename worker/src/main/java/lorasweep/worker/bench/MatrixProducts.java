package lorasweep.worker.bench;

/** Arithmetic that keeps a core busy. */
final class MatrixProducts {
    private static final int SIDE = 64;

    private final double[] left = new double[SIDE * SIDE];
    private final double[] product = new double[SIDE * SIDE];

    MatrixProducts() {
        for (int i = 0; i < left.length; i++) {
            left[i] = 1.0 / (i + 1);
        }
    }

    /** One product of two matrices of 64 x 64, which becomes a factor of the next one. */
    void make() {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double sum = 0;
                for (int k = 0; k < SIDE; k++) {
                    sum += left[row * SIDE + k] * left[k * SIDE + column];
                }
                product[row * SIDE + column] = sum;
            }
        }
        left[0] = Math.min(1, product[0]);
    }
}
