package lorasweep.trial;

import lorasweep.setting.SettingChoice;

/** How the learning rate changes over the steps; formulas in {@link LearningRateSchedule}. */
public enum LrScheduler implements SettingChoice {
    /** Constant; with a warm-up the same as {@link #CONSTANT_WITH_WARMUP}. */
    CONSTANT("constant"),
    /** Rises linearly from 0, then constant. */
    CONSTANT_WITH_WARMUP("constant_with_warmup"),
    /** Rises linearly from 0, then falls linearly to 0. */
    LINEAR("linear"),
    /** Rises linearly from 0, then falls to 0 along half a cosine wave. */
    COSINE("cosine"),
    /** As {@link #COSINE}, {@code lr_scheduler_num_cycles} times over. */
    COSINE_WITH_RESTARTS("cosine_with_restarts"),
    /** Rises linearly from 0, then falls to 1e-7 with the power {@code lr_scheduler_power}. */
    POLYNOMIAL("polynomial");

    private final String settingValue;

    LrScheduler(String settingValue) {
        this.settingValue = settingValue;
    }

    @Override
    public String settingValue() {
        return settingValue;
    }
}
