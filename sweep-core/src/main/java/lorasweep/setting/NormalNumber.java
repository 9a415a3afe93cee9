package lorasweep.setting;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The one normal form of a number: the fewest decimal digits that read back as the same double, no
 * trailing zeros, whole numbers below 10^15 without an exponent. {@link Double#toString(double)} is where the search for
 * them begins and no more: it reads back too, but has a digit too many in some Java versions.
 */
public final class NormalNumber {
    private static final long MANTISSA = (1L << 52) - 1;
    private static final BigDecimal PLAIN_BELOW = BigDecimal.TEN.pow(15);

    private NormalNumber() {}

    /**
     * The normal form of a double.
     *
     * @throws NumberFormatException if it is not finite
     */
    public static BigDecimal of(double number) {
        BigDecimal exact = new BigDecimal(number);
        int digits;
        if (isPowerOfTwo(number)) {
            digits = 1;
            while (!readsBack(rounded(exact, digits), number)) {
                digits++;
            }
        } else {
            digits = new BigDecimal(Double.toString(number)).precision();
            while (digits > 1 && readsBack(rounded(exact, digits - 1), number)) {
                digits--;
            }
        }
        return of(rounded(exact, digits));
    }

    /**
     * Whether the next double below is nearer than the next above; 0 and subnormal ends count too. Of all others the
     * number rounded to some digits reads back if anything with so many digits does, so that the search may begin
     * at {@link Double#toString(double)} and go down.
     */
    private static boolean isPowerOfTwo(double number) {
        return (Double.doubleToLongBits(number) & MANTISSA) == 0;
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.round(new MathContext(digits));
    }

    private static boolean readsBack(BigDecimal rounded, double number) {
        return rounded.doubleValue() == number;
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
