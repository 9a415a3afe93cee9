package lorasweep.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
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

    /** For example {@code a whole number from 1 to 1024} or {@code a number above 0 and at most 1}. */
    String describe(String kind) {
        if (!oneOf.isEmpty()) {
            return "one of "
                    + String.join(
                            ", ", oneOf.stream().map(BigDecimal::toPlainString).toList());
        }
        if (Double.isFinite(min) && Double.isFinite(max)) {
            return kind + " from " + NormalNumber.text(min) + " to " + NormalNumber.text(max);
        }
        List<String> bounds = new ArrayList<>();
        addBound(bounds, "above ", above);
        addBound(bounds, "at least ", min);
        addBound(bounds, "below ", below);
        addBound(bounds, "at most ", max);
        return bounds.isEmpty() ? kind : kind + " " + String.join(" and ", bounds);
    }

    private static void addBound(List<String> bounds, String words, double bound) {
        if (Double.isFinite(bound)) {
            bounds.add(words + NormalNumber.text(bound));
        }
    }
}
