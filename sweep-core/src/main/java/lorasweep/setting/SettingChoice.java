package lorasweep.setting;

/** An enum whose constants are the values of a setting. */
public interface SettingChoice {

    /** The value as users write it, for example {@code cosine_with_restarts}. */
    String settingValue();
}
