package lorasweep.result;

import java.util.Arrays;

/**
 * Kohya's moving average of the training loss, the curve {@code loss/average}: its window is one epoch
 * of micro-batches. During the first epoch it is the mean of all losses so far; afterwards each loss
 * replaces the one at the same place of the epoch before.
 *
 * <p>After a resume in mid-epoch the window is restored as it was, whereas kohya's is filled with
 * zeros, which deflates its average.
 */
public final class LossRecorder {
    private double[] window = new double[0];
    private int filled;

    /** A recorder that has seen nothing. */
    public LossRecorder() {}

    /** A recorder as it was when {@link #window()} gave this window. */
    public static LossRecorder restore(double[] window) {
        LossRecorder recorder = new LossRecorder();
        for (int place = 0; place < window.length; place++) {
            recorder.add(0, place, window[place]);
        }
        return recorder;
    }

    /**
     * Records the loss of one micro-batch.
     *
     * @param epoch from 0
     * @param place the micro-batch's place in its epoch, from 0
     * @throws IllegalArgumentException if the place is not the next of epoch 0 or lies outside the
     *     window of a later epoch
     */
    public void add(int epoch, int place, double loss) {
        if (epoch == 0 ? place != filled : place < 0 || place >= filled) {
            throw new IllegalArgumentException(
                    "micro-batch " + place + " of epoch " + epoch + " in a window of " + filled);
        }
        if (epoch == 0) {
            if (filled == window.length) {
                window = Arrays.copyOf(window, Math.max(16, 2 * filled));
            }
            filled++;
        }
        window[place] = loss;
    }

    /**
     * The moving average; NaN before the first loss. Summed anew each time: a running total would carry
     * rounding along that a resumed run does not have.
     */
    public double average() {
        double total = 0;
        for (int place = 0; place < filled; place++) {
            total += window[place];
        }
        return total / filled;
    }

    /** The losses the average is of, to be kept with a checkpoint. */
    public double[] window() {
        return Arrays.copyOf(window, filled);
    }
}
