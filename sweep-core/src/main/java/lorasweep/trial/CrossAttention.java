package lorasweep.trial;

import lorasweep.setting.SettingChoice;

/** How attention is computed. */
public enum CrossAttention implements SettingChoice {
    /** The engine's fused scaled-dot-product attention. */
    SDPA("sdpa"),
    /** Softmax of the whole score matrix, to compare with: slower and larger. */
    PLAIN("plain");

    private final String settingValue;

    CrossAttention(String settingValue) {
        this.settingValue = settingValue;
    }

    @Override
    public String settingValue() {
        return settingValue;
    }
}
