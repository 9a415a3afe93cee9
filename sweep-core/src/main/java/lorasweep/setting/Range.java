package lorasweep.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The numbers a setting allows.
 *
 * @param min least, or negative infinity
 * @param max greatest, or positive infinity
 * @param above the number must be greater, or negative infinity
 * @param below the number must be less, or positive infinity
 * @param oneOf the only numbers allowed; empty if the bounds are all
 */
record Range(double min, double max, double above, double below, List<BigDecimal> oneOf) {
    private static final int LONGEST_NUMBER = 64;

    static Range of(Setting setting) {
        List<BigDecimal> oneOf =
                List.of(setting.oneOf()).stream().map(BigDecimal::new).toList();
        return new Range(setting.min(), setting.max(), setting.above(), setting.below(), oneOf);
    }

    /** The finite number a file's value stands for; text is read as a number, since presets write it so. */
    static Optional<BigDecimal> number(JsonNode value) {
        String text = value.asText().strip();
        boolean mayBeNumber = (value.isNumber() || value.isTextual()) && text.length() <= LONGEST_NUMBER;
        try {
            return mayBeNumber ? Optional.of(new BigDecimal(text)) : Optional.empty();
        } catch (NumberFormatException notFinite) {
            return Optional.empty();
        }
    }

    boolean holds(BigDecimal number) {
        double value = number.doubleValue();
        boolean isListed = oneOf.isEmpty() || oneOf.stream().anyMatch(one -> one.compareTo(number) == 0);
        return isListed && value >= min && value <= max && value > above && value < below;
    }

    /** For example {@code a number above 0 and of at most 1}. */
    String describe(String kind) {
        if (!oneOf.isEmpty()) {
            return "one of "
                    + String.join(
                            ", ", oneOf.stream().map(BigDecimal::toPlainString).toList());
        }
        String lower = Double.isFinite(above)
                ? " above " + NormalNumber.text(above)
                : Double.isFinite(min) ? " from " + NormalNumber.text(min) : "";
        String upper = Double.isFinite(below)
                ? " below " + NormalNumber.text(below)
                : Double.isFinite(max) ? " to " + NormalNumber.text(max) : "";
        boolean openAbove = lower.startsWith(" from") && upper.isEmpty();
        boolean both = !lower.isEmpty() && upper.startsWith(" below");
        return kind + (openAbove ? lower.replace(" from", " of at least") : lower) + (both ? " and" : "") + upper;
    }
}
