package lorasweep.worker.bench;

import java.nio.FloatBuffer;
import java.util.List;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;

/**
 * Values for a model that was never trained, made as fast as memory is written: norms are 1, all else
 * comes from one short stretch of random numbers over and over, beginning elsewhere for each tensor.
 * Their standard deviation keeps activations of Stable Diffusion's networks finite in every precision.
 */
final class MadeUpNumbers {
    private static final float DEVIATION = 0.02f;
    /** Odd, so that no matrix repeats itself row by row. */
    private static final int PERIOD = (1 << 20) + 1;

    private final float[] numbers = new float[PERIOD];

    MadeUpNumbers(long seed) {
        RandomStream.of(seed, Purpose.MODEL_INIT).fillGaussian(numbers);
        for (int i = 0; i < PERIOD; i++) {
            numbers[i] *= DEVIATION;
        }
    }

    /**
     * Fills a tensor.
     *
     * @param name of the tensor; together with the shape it decides the values
     * @param target filled from its position to its limit
     */
    void fill(String name, List<Long> shape, FloatBuffer target) {
        if (isNorm(name, shape)) {
            while (target.hasRemaining()) {
                target.put(1);
            }
        } else {
            fill(Math.floorMod(name.hashCode(), PERIOD), target);
        }
    }

    /** Whether a tensor is the weight of a norm. */
    static boolean isNorm(String name, List<Long> shape) {
        return shape.size() == 1 && name.endsWith(".weight");
    }

    /** Fills with the stretch from {@code start} on. */
    void fill(int start, FloatBuffer target) {
        int position = start;
        while (target.hasRemaining()) {
            int count = Math.min(target.remaining(), PERIOD - position);
            target.put(numbers, position, count);
            position = 0;
        }
    }
}
