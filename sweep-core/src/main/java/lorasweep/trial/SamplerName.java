package lorasweep.trial;

import lorasweep.setting.SettingChoice;

/** The samplers pictures can be drawn with, named as AUTOMATIC1111 and ComfyUI users know them. */
public enum SamplerName implements SettingChoice {
    /** DDIM. */
    DDIM("ddim"),
    /** Euler. */
    EULER("euler"),
    /** Euler a. */
    EULER_A("euler_a"),
    /** DPM++ 2M Karras. */
    DPMPP_2M_KARRAS("dpmpp_2m_karras"),
    /** DPM++ 2M SDE Karras. */
    DPMPP_2M_SDE_KARRAS("dpmpp_2m_sde_karras"),
    /** DPM++ SDE Karras. */
    DPMPP_SDE_KARRAS("dpmpp_sde_karras");

    private final String settingValue;

    SamplerName(String settingValue) {
        this.settingValue = settingValue;
    }

    @Override
    public String settingValue() {
        return settingValue;
    }
}
