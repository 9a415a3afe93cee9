package lorasweep.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** How a setting's value is read from a file's tree and written back in its normal form. */
public sealed interface ValueType {

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException saying what was expected, if the value is not of this type or out
     *     of range
     */
    Object read(JsonNode value);

    /** Writes a value in its normal form. */
    JsonNode write(Object value);

    /** What is allowed, for example {@code a whole number from 1 to 1024}. */
    String expected();

    /** Whole numbers; a Java {@code int} or {@code long}. */
    record Whole(Range range, boolean isLong) implements ValueType {
        @Override
        public Object read(JsonNode value) {
            BigDecimal number = Range.number(value).filter(range::holds).orElseThrow(() -> mismatch(this));
            try {
                return isLong ? (Object) number.longValueExact() : (Object) number.intValueExact();
            } catch (ArithmeticException tooLargeOrFraction) {
                throw mismatch(this);
            }
        }

        @Override
        public JsonNode write(Object value) {
            return DecimalNode.valueOf(NormalNumber.of(BigDecimal.valueOf(((Number) value).longValue())));
        }

        @Override
        public String expected() {
            return range.describe("a whole number");
        }
    }

    /** Finite numbers; a Java {@code double}. */
    record Decimal(Range range) implements ValueType {
        @Override
        public Object read(JsonNode value) {
            BigDecimal number = Range.number(value).filter(range::holds).orElseThrow(() -> mismatch(this));
            double read = number.doubleValue();
            if (!Double.isFinite(read)) {
                throw mismatch(this);
            }
            return read;
        }

        @Override
        public JsonNode write(Object value) {
            return DecimalNode.valueOf(NormalNumber.of((Double) value));
        }

        @Override
        public String expected() {
            return range.describe("a number");
        }
    }

    /** true or false. */
    record Truth() implements ValueType {
        @Override
        public Object read(JsonNode value) {
            return switch (value.asText().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw mismatch(this);
            };
        }

        @Override
        public JsonNode write(Object value) {
            return BooleanNode.valueOf((Boolean) value);
        }

        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** One line of text of at most 4,096 characters, without control characters. */
    record Text() implements ValueType {
        private static final int LONGEST = 4096;

        @Override
        public Object read(JsonNode value) {
            String text = value.asText();
            boolean isClean = text.chars().noneMatch(Character::isISOControl);
            if (!value.isValueNode() || value.isNull() || text.length() > LONGEST || !isClean) {
                throw mismatch(this);
            }
            return text;
        }

        @Override
        public JsonNode write(Object value) {
            return TextNode.valueOf((String) value);
        }

        @Override
        public String expected() {
            return "one line of text";
        }
    }

    /** A constant of an enum, matched without regard to case. */
    record Choice(List<? extends SettingChoice> constants) implements ValueType {
        @Override
        public Object read(JsonNode value) {
            return constants.stream()
                    .filter(constant -> constant.settingValue().equalsIgnoreCase(value.asText()))
                    .findFirst()
                    .orElseThrow(() -> mismatch(this));
        }

        @Override
        public JsonNode write(Object value) {
            return TextNode.valueOf(((SettingChoice) value).settingValue());
        }

        @Override
        public String expected() {
            return constants.stream().map(SettingChoice::settingValue).collect(Collectors.joining(", ", "one of ", ""));
        }
    }

    /** A {@link SettingText}; a list is taken as its elements joined by commas. */
    record Coded(SettingTextParser parser) implements ValueType {
        @Override
        public Object read(JsonNode value) {
            String text = value.isArray()
                    ? elements(value).map(JsonNode::asText).collect(Collectors.joining(","))
                    : value.asText();
            return parser.parse(text);
        }

        @Override
        public JsonNode write(Object value) {
            return TextNode.valueOf(((SettingText) value).settingValue());
        }

        @Override
        public String expected() {
            return parser.expected();
        }
    }

    /** An {@link OptionalInt}, {@link OptionalDouble} or {@link java.util.Optional}; empty text is unset, as in GUI presets. */
    record OptionalOf(ValueType inner, OptionalForm form) implements ValueType {
        @Override
        public Object read(JsonNode value) {
            boolean isEmptyText = value.isTextual() && value.asText().isEmpty();
            return isEmptyText ? form.unset() : form.of(inner.read(value));
        }

        @Override
        public JsonNode write(Object value) {
            return form.value(value).map(inner::write).orElse(JsonNodeFactory.instance.nullNode());
        }

        @Override
        public String expected() {
            return inner.expected();
        }
    }

    /** A list of values; a single value is a list of one. */
    record ListOf(ValueType inner) implements ValueType {
        private static final int LONGEST = 1000;

        @Override
        public Object read(JsonNode value) {
            if (value.size() > LONGEST) {
                throw new IllegalArgumentException("expected at most " + LONGEST + " elements");
            }
            return value.isArray() ? elements(value).map(inner::read).toList() : List.of(inner.read(value));
        }

        @Override
        public JsonNode write(Object value) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            new ArrayList<>((List<?>) value).forEach(element -> array.add(inner.write(element)));
            return array;
        }

        @Override
        public String expected() {
            return "a list, each " + inner.expected();
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static IllegalArgumentException mismatch(ValueType type) {
        return new IllegalArgumentException("expected " + type.expected());
    }
}
