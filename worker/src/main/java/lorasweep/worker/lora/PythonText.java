package lorasweep.worker.lora;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as Python prints them, since the readers of LoRA metadata expect Python's text: {@code None},
 * {@code True}, {@code 5e-05}, {@code (512, 512)}, and JSON with a blank after commas and colons and
 * everything beyond ASCII escaped.
 */
public final class PythonText {
    private static final int MOST_DIGITS = 17;

    /** Python writes exponents from here on. */
    private static final int FIRST_SCIENTIFIC_EXPONENT = 16;

    private static final int LAST_FIXED_EXPONENT = -4;

    private static final List<RoundingMode> ROUNDINGS =
            List.of(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN);

    private PythonText() {}

    /**
     * The text of a value: null, a boolean, a whole number, a floating-point number, a text (itself),
     * or a map or list (as JSON).
     *
     * @throws IllegalArgumentException for anything else
     */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "None";
        } else if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        } else if (value instanceof Map || value instanceof List) {
            return json(value);
        }
        return value instanceof CharSequence ? value.toString() : number(value);
    }

    /** Numbers in parentheses, as Python prints a tuple of two or more. */
    public static String tuple(Object... numbers) {
        return Arrays.stream(numbers).map(PythonText::of).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Text that Python's {@code json.dumps} would write. */
    public static String json(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof Boolean) {
            return value.toString();
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(String.valueOf(entry.getKey())) + ": " + json(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof List<?> list) {
            return list.stream().map(PythonText::json).collect(Collectors.joining(", ", "[", "]"));
        }
        String number = value instanceof CharSequence text ? quoted(text.toString()) : number(value);
        return switch (number) {
            case "nan" -> "NaN";
            case "inf" -> "Infinity";
            case "-inf" -> "-Infinity";
            default -> number;
        };
    }

    private static String number(Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return value.toString();
        } else if (value instanceof Double number) {
            return floating(number);
        } else if (value instanceof Float number) {
            // A float's shortest decimal, so that 0.1f is 0.1 and not 0.10000000149011612.
            return floating(Double.parseDouble(number.toString()));
        }
        throw new IllegalArgumentException(
                "no text is defined for a " + value.getClass().getName());
    }

    private static String floating(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        } else if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        } else if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(value);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent < LAST_FIXED_EXPONENT || exponent >= FIRST_SCIENTIFIC_EXPONENT) {
            BigDecimal mantissa = shortest.movePointLeft(exponent).stripTrailingZeros();
            return "%se%s%02d".formatted(mantissa.toPlainString(), exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
        String plain = shortest.toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    /** The decimal of fewest digits that is read back as the same number, the closest of these. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            // At a power of two the closest decimal may lie just outside and its neighbour within.
            for (RoundingMode rounding : ROUNDINGS) {
                BigDecimal rounded = exact.round(new MathContext(digits, rounding));
                if (rounded.doubleValue() == value) {
                    return rounded.stripTrailingZeros();
                }
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
