package lorasweep.trial;

import java.util.OptionalDouble;
import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.NormalNumber;
import lorasweep.setting.Setting;

/**
 * How learning rates change over the steps; {@link LearningRateSchedule} has the formulas.
 */
public record ScheduleSettings(
        @Setting(value = "lr_scheduler", doc = "how the learning rate changes over the steps", byDefault = "cosine")
        LrScheduler lrScheduler,

        @Setting(
                value = "lr_warmup_steps",
                doc = "steps of linear warm-up; below 1 a share of all steps; unset: 0.1, with constant 0",
                min = 0,
                max = 10_000_000)
        OptionalDouble lrWarmupSteps,

        @Setting(
                value = "lr_scheduler_num_cycles",
                doc = "waves of cosine_with_restarts",
                byDefault = "1",
                min = 1,
                max = 10_000)
        int lrSchedulerNumCycles,

        @Setting(value = "lr_scheduler_power", doc = "power of polynomial", byDefault = "1", min = 0, max = 100)
        double lrSchedulerPower) {

    private static final double WARM_UP_SHARE = 0.1;

    /** Refuses a fraction of a step. */
    public ScheduleSettings {
        double warmUp = lrWarmupSteps.orElse(0);
        new Rules()
                .require(
                        warmUp < 1 || warmUp == Math.rint(warmUp),
                        "lr_warmup_steps",
                        "lr_warmup_steps is \"" + NormalNumber.text(warmUp)
                                + "\", expected a whole number of steps, or a share of all steps below 1.")
                .check();
    }

    /** The warm-up in force, as {@code lr_warmup_steps} writes it. */
    public double warmUp() {
        return lrWarmupSteps.orElse(lrScheduler == LrScheduler.CONSTANT ? 0 : WARM_UP_SHARE);
    }

    /** Steps of warm-up of a trial that has so many steps in all; a share is rounded down. */
    public long warmUpSteps(long totalSteps) {
        double warmUp = warmUp();
        return (long) (warmUp < 1 ? warmUp * totalSteps : warmUp);
    }
}
