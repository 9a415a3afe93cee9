package lorasweep.worker.testing;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** How two tensors of one shape differ. */
final class Difference {
    private final float[] actual;
    private final float[] expected;
    private final Shape shape;

    Difference(float[] actual, float[] expected, Shape shape) {
        this.actual = actual;
        this.expected = expected;
        this.shape = shape;
    }

    double rel() {
        int worst = worstIndex();
        return worst < 0 ? 0 : ratio(error(worst), largest());
    }

    double relativeL2() {
        double errors = 0;
        double values = 0;
        for (int i = 0; i < expected.length; i++) {
            errors += error(i) * error(i);
            values += (double) expected[i] * expected[i];
        }
        return ratio(Math.sqrt(errors), Math.sqrt(values));
    }

    String worst(double rel) {
        double allowed = rel * largest();
        long outside = 0;
        for (int i = 0; i < expected.length; i++) {
            outside += error(i) <= allowed ? 0 : 1;
        }
        int worst = worstIndex();
        return "worst at %s of %s: %s, expected %s; %d of %d elements (%.2f %%) are off by more than %.2e"
                .formatted(
                        Arrays.toString(position(worst)),
                        shape,
                        actual[worst],
                        expected[worst],
                        outside,
                        expected.length,
                        100.0 * outside / expected.length,
                        allowed);
    }

    /** The index of the largest error, of the first NaN error if there is one, -1 if there is no element. */
    private int worstIndex() {
        int worst = expected.length == 0 ? -1 : 0;
        for (int i = 0; i < expected.length; i++) {
            if (Double.isNaN(error(i))) {
                return i;
            }
            worst = error(i) > error(worst) ? i : worst;
        }
        return worst;
    }

    private double error(int i) {
        return actual[i] == expected[i] ? 0 : Math.abs((double) actual[i] - expected[i]);
    }

    private double largest() {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** NaN, which no tolerance admits, if the expected tensor is not finite and not met exactly. */
    private static double ratio(double error, double size) {
        return error == 0 ? 0 : error / (Double.isFinite(size) ? size : Double.NaN);
    }

    private long[] position(int index) {
        long[] position = new long[shape.dimension()];
        long rest = index;
        for (int d = position.length - 1; d >= 0; d--) {
            position[d] = rest % shape.get(d);
            rest /= shape.get(d);
        }
        return position;
    }
}
