package lorasweep.setting;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The one normal form of a number: the fewest decimal digits that read back as the same double, no
 * trailing zeros, whole numbers below 10^15 without an exponent. Does not lean on
 * {@link Double#toString(double)}, whose digits differ between Java versions.
 */
public final class NormalNumber {
    private static final int DIGITS_OF_A_DOUBLE = 17;
    private static final BigDecimal PLAIN_BELOW = BigDecimal.TEN.pow(15);

    private NormalNumber() {}

    /**
     * The normal form of a double.
     *
     * @throws NumberFormatException if it is not finite
     */
    public static BigDecimal of(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < DIGITS_OF_A_DOUBLE; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == number) {
                return of(rounded);
            }
        }
        return of(exact.round(new MathContext(DIGITS_OF_A_DOUBLE)));
    }

    /** The normal form of a decimal number. */
    public static BigDecimal of(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        boolean plain = stripped.scale() < 0 && stripped.abs().compareTo(PLAIN_BELOW) < 0;
        return plain ? stripped.setScale(0) : stripped;
    }

    /** The normal form as text, as it stands in messages, tables and names. */
    public static String text(double number) {
        return of(number).toString();
    }
}
