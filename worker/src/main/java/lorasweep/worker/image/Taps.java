package lorasweep.worker.image;

/**
 * Which source samples make up each output sample along one axis, and with what weights (sum 1).
 */
final class Taps {
    private final int[] starts;
    private final float[][] weights;

    /** The ways to weigh. */
    enum Kernel {
        /** Each output sample is the mean over the interval it covers. */
        AREA,
        /** sinc(x)·sinc(x/3) for |x| &lt; 3, stretched by the scale when shrinking. */
        LANCZOS
    }

    private static final double LOBES = 3;

    private Taps(int count) {
        this.starts = new int[count];
        this.weights = new float[count][];
    }

    /**
     * The taps of output samples {@code begin} to {@code begin + count} when {@code from} samples
     * become {@code to}.
     */
    static Taps of(Kernel kernel, int from, int to, int begin, int count) {
        Taps taps = new Taps(count);
        double scale = (double) from / to;
        for (int i = 0; i < count; i++) {
            if (kernel == Kernel.AREA) {
                taps.average(i, (begin + i) * scale, (begin + i + 1) * scale, from);
            } else {
                taps.interpolate(i, (begin + i + 0.5) * scale, Math.max(scale, 1), from);
            }
        }
        return taps;
    }

    private void average(int index, double low, double high, int from) {
        int first = (int) low;
        int end = Math.min(from, (int) Math.ceil(high));
        double[] overlap = new double[end - first];
        for (int i = 0; i < overlap.length; i++) {
            overlap[i] = Math.min(high, first + i + 1) - Math.max(low, first + i);
        }
        set(index, first, overlap);
    }

    private void interpolate(int index, double centre, double stretch, int from) {
        double reach = LOBES * stretch;
        int first = Math.max(0, (int) (centre - reach + 0.5));
        int end = Math.min(from, (int) (centre + reach + 0.5));
        double[] values = new double[end - first];
        for (int i = 0; i < values.length; i++) {
            values[i] = lanczos((first + i + 0.5 - centre) / stretch);
        }
        set(index, first, values);
    }

    private void set(int index, int first, double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        starts[index] = first;
        weights[index] = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            weights[index][i] = (float) (values[i] / sum);
        }
    }

    private static double lanczos(double x) {
        return Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
    }

    int count() {
        return starts.length;
    }

    /** The lowest source index that any output sample needs. */
    int first() {
        return starts[0];
    }

    /** One more than the highest source index that any output sample needs. */
    int end() {
        int last = starts.length - 1;
        return starts[last] + weights[last].length;
    }

    int start(int index) {
        return starts[index];
    }

    float[] weights(int index) {
        return weights[index];
    }
}
