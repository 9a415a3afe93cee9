package lorasweep.trial;

import lorasweep.setting.SettingChoice;

/** The number format of the frozen base; adapters, optimizer states and losses are always fp32. */
public enum MixedPrecision implements SettingChoice {
    /** fp32 throughout. */
    NO("no"),
    /** Base weights and forward pass in bfloat16. */
    BF16("bf16");

    private final String settingValue;

    MixedPrecision(String settingValue) {
        this.settingValue = settingValue;
    }

    @Override
    public String settingValue() {
        return settingValue;
    }
}
