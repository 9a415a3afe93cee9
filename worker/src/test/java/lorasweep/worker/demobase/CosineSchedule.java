package lorasweep.worker.demobase;

/**
 * A learning rate that rises over the first steps, stays, and falls along a half cosine to zero.
 *
 * @param peak the highest rate
 * @param warmup steps of the rise
 * @param hold the step from which it falls
 * @param steps the step at which it is zero
 */
record CosineSchedule(double peak, int warmup, int hold, int steps) {
    /** The rate of a step, counted from 0. */
    double at(int step) {
        if (step < warmup) {
            return peak * (step + 1) / warmup;
        } else if (step < hold) {
            return peak;
        }
        return peak * (1 + Math.cos(Math.PI * (step - hold) / (steps - hold))) / 2;
    }
}
