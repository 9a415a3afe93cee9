package lorasweep.grid;

import java.util.OptionalInt;
import lorasweep.setting.Setting;
import lorasweep.setting.SettingText;

/** How many trials are trained together. */
public record PackSettings(
        @Setting(value = "pack", doc = "trials in a pack, or auto: as many as memory allows", byDefault = "auto")
        Size size) {

    /**
     * Trials in a pack at most.
     *
     * @param limit from 1 to 1024; empty: as many as memory allows
     */
    public record Size(OptionalInt limit) implements SettingText {
        private static final String AUTO = "auto";

        /**
         * Reads {@code auto} or a number.
         *
         * @throws IllegalArgumentException if the text is neither
         */
        public static Size parse(String text) {
            if (text.equals(AUTO)) {
                return new Size(OptionalInt.empty());
            }
            if (text.matches("[1-9]\\d{0,3}") && Integer.parseInt(text) <= 1024) {
                return new Size(OptionalInt.of(Integer.parseInt(text)));
            }
            throw new IllegalArgumentException("expected auto or a whole number from 1 to 1024");
        }

        @Override
        public String settingValue() {
            return limit.isPresent() ? String.valueOf(limit.getAsInt()) : AUTO;
        }
    }
}
