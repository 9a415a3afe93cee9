package lorasweep.worker.train;

import java.util.Arrays;

/**
 * The dynamic 8-bit number format of Dettmers, Lewis, Shleifer and Zettlemoyer, "8-bit Optimizers via
 * Block-wise Quantization" (ICLR 2022): 256 values in [-1, 1] or [0, 1], dense near zero over seven
 * decades, so that a block's small values keep a relative precision of their own.
 *
 * <p>Decade e = 0 … 6 is the interval (0.1, 1] times 10^(e-6), cut into n equal parts; its values are the
 * parts' centres. Signed: n = 2^e, each with its negative. Unsigned: n = 2^(e+1). With 0 and 1 that makes
 * 256.
 */
enum DynamicCode {
    /** For first moments: about half of the codes below zero. */
    SIGNED,
    /** For second moments. */
    UNSIGNED;

    private static final int DECADES = 7;
    private static final int CODES = 256;

    /** The value of each code, ascending. */
    float[] codes() {
        double[] values = new double[CODES];
        int count = 0;
        for (int e = 0; e < DECADES; e++) {
            int parts = this == SIGNED ? 1 << e : 2 << e;
            for (int j = 0; j < parts; j++) {
                double value = Math.pow(10, e - DECADES + 1.0) * (0.1 + 0.9 * (j + 0.5) / parts);
                values[count++] = value;
                if (this == SIGNED) {
                    values[count++] = -value;
                }
            }
        }
        values[count++] = 0;
        values[count] = 1;
        Arrays.sort(values);
        return floats(values);
    }

    /** Between each value and the next, the number from which on the next is nearer. */
    float[] midpoints() {
        float[] values = codes();
        double[] midpoints = new double[CODES - 1];
        for (int i = 0; i < midpoints.length; i++) {
            midpoints[i] = ((double) values[i] + values[i + 1]) / 2;
        }
        return floats(midpoints);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
