package lorasweep.setting;

/**
 * A value that users write as one text, for example {@code 512,768}. An implementing type has a public
 * static method {@code parse(String)} that is the inverse of {@link #settingValue()} and throws
 * {@link IllegalArgumentException} with the words "expected …" when it cannot read the text. A list in
 * a file is handed over as its elements joined by commas.
 */
public interface SettingText {

    /** The value as users write it, in its one normal form. */
    String settingValue();
}
