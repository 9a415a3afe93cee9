package lorasweep.worker.demobase;

import java.util.Locale;

/** Prints means of two numbers every so many steps. */
final class RunLog {
    private static final int EVERY = 50;

    private final long began = System.nanoTime();
    private double firstSum;
    private double secondSum;
    private int count;

    void record(String phase, int step, double first, double second) {
        firstSum += first;
        secondSum += second;
        count++;
        if ((step + 1) % EVERY == 0) {
            System.out.printf(
                    Locale.ROOT,
                    "%s step %d: %.4f %.4f, %.0f s%n",
                    phase,
                    step + 1,
                    firstSum / count,
                    secondSum / count,
                    (System.nanoTime() - began) / 1e9);
            firstSum = 0;
            secondSum = 0;
            count = 0;
        }
    }
}
