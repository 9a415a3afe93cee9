package lorasweep.trial;

/**
 * The factor on a learning rate at each step, as kohya's trainer (diffusers' schedules) computes it in
 * double precision. Steps count optimizer updates from 0: with a warm-up the very first update has the
 * rate 0.
 *
 * <p>With T steps in all, W steps of warm-up and {@code p = (step - W) / (T - W)}: during warm-up
 * {@code step / W} (except constant), then
 *
 * <ul>
 *   <li>constant, constant_with_warmup: 1
 *   <li>linear: {@code max(0, (T - step) / (T - W))}
 *   <li>cosine: {@code (1 + cos(pi p)) / 2}
 *   <li>cosine_with_restarts, n cycles: {@code (1 + cos(pi (n p mod 1))) / 2}, 0 from p = 1 on
 *   <li>polynomial: {@code ((lr - 1e-7) (1 - p)^power + 1e-7) / lr} with lr the setting
 *       {@code learning_rate}, not the rate of the part it is applied to
 * </ul>
 *
 * @param scheduler the shape
 * @param warmUpSteps W, at least 0
 * @param totalSteps T, at least 1
 * @param cycles of cosine_with_restarts
 * @param power of polynomial
 * @param learningRate the setting {@code learning_rate}, which polynomial's end is relative to
 */
public record LearningRateSchedule(
        LrScheduler scheduler, long warmUpSteps, long totalSteps, int cycles, double power, double learningRate) {
    /** Where polynomial ends. */
    static final double END_OF_POLYNOMIAL = 1e-7;

    /** The schedule of a trial that has so many steps in all. */
    public static LearningRateSchedule of(TrialSpec spec, long totalSteps) {
        ScheduleSettings schedule = spec.schedule();
        return new LearningRateSchedule(
                schedule.lrScheduler(),
                schedule.warmUpSteps(totalSteps),
                totalSteps,
                schedule.lrSchedulerNumCycles(),
                schedule.lrSchedulerPower(),
                spec.learningRates().learningRate());
    }

    /** The factor on the learning rate of the update with this number, counted from 0. */
    public double multiplier(long step) {
        if (step < warmUpSteps) {
            return (double) step / warmUpSteps;
        }
        double rest = Math.max(1, totalSteps - warmUpSteps);
        double progress = (step - warmUpSteps) / rest;
        return switch (scheduler) {
            case CONSTANT, CONSTANT_WITH_WARMUP -> 1;
            case LINEAR -> Math.max(0, (totalSteps - step) / rest);
            case COSINE -> Math.max(0, (1 + StrictMath.cos(Math.PI * progress)) / 2);
            case COSINE_WITH_RESTARTS ->
                progress >= 1 ? 0 : Math.max(0, (1 + StrictMath.cos(Math.PI * (cycles * progress % 1))) / 2);
            case POLYNOMIAL -> {
                double left = Math.max(0, 1 - progress);
                yield ((learningRate - END_OF_POLYNOMIAL) * StrictMath.pow(left, power) + END_OF_POLYNOMIAL)
                        / learningRate;
            }
        };
    }
}
