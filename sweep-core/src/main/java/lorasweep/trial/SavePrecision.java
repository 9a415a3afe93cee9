package lorasweep.trial;

import lorasweep.setting.SettingChoice;

/** The number format of saved LoRA files. */
public enum SavePrecision implements SettingChoice {
    /** 32 bit. */
    FP32("fp32"),
    /** 16 bit, what web interfaces expect. */
    FP16("fp16"),
    /** 16 bit with the exponent range of fp32. */
    BF16("bf16");

    private final String settingValue;

    SavePrecision(String settingValue) {
        this.settingValue = settingValue;
    }

    @Override
    public String settingValue() {
        return settingValue;
    }
}
