package lorasweep.trial;

import lorasweep.setting.SettingChoice;

/** The optimizers. */
public enum OptimizerType implements SettingChoice {
    /** Adam with decoupled weight decay, fp32 states. */
    ADAMW("AdamW"),
    /** The same with block-wise 8-bit states. */
    ADAMW_8BIT("AdamW8bit");

    private final String settingValue;

    OptimizerType(String settingValue) {
        this.settingValue = settingValue;
    }

    @Override
    public String settingValue() {
        return settingValue;
    }
}
