package lorasweep.worker.prompt;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as people write them in prompts: decimal, without an exponent. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)");

    private Numbers() {}

    /** The number, or empty if the text is none or is too large to be one. */
    static OptionalDouble parse(String text) {
        String number = text.strip();
        if (!DECIMAL.matcher(number).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(number);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The shortest decimal that reads back as the value. */
    static String print(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
