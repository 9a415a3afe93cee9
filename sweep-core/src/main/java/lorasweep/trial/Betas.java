package lorasweep.trial;

import lorasweep.setting.NormalNumber;
import lorasweep.setting.SettingText;

/**
 * AdamW's decay rates of the first and second moment, written {@code 0.9,0.999}.
 *
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 */
public record Betas(double beta1, double beta2) implements SettingText {

    /**
     * Checks the rates.
     *
     * @throws IllegalArgumentException if one is outside [0, 1)
     */
    public Betas {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw mismatch();
        }
    }

    /**
     * Reads {@code 0.9,0.999}, also in parentheses.
     *
     * @throws IllegalArgumentException if the text is not two numbers from 0 to below 1
     */
    public static Betas parse(String text) {
        String[] parts = text.replaceAll("[()\\s]", "").split(",", -1);
        if (parts.length != 2) {
            throw mismatch();
        }
        try {
            return new Betas(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        } catch (NumberFormatException notANumber) {
            throw mismatch();
        }
    }

    @Override
    public String settingValue() {
        return NormalNumber.text(beta1) + "," + NormalNumber.text(beta2);
    }

    private static IllegalArgumentException mismatch() {
        return new IllegalArgumentException("expected two numbers from 0 to below 1, for example 0.9,0.999");
    }
}
