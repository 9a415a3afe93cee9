package lorasweep.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A setting as its record declares it. */
public final class SettingDefinition {
    private static final int LONGEST_SHOWN = 80;

    private final Setting setting;
    private final ValueType type;
    private final List<Method> path;
    private final Optional<Object> byDefault;
    private final JsonNode writtenDefault;

    /** The setting declared by the last component of a path of record components from the root record. */
    SettingDefinition(Setting setting, List<RecordComponent> path) {
        this.setting = setting;
        this.type = typeOf(path.get(path.size() - 1).getGenericType(), setting);
        this.path = path.stream().map(RecordComponent::getAccessor).toList();
        this.byDefault = defaultText().map(this::readDefault);
        this.writtenDefault = byDefault.map(type::write).orElse(JsonNodeFactory.instance.nullNode());
    }

    /** The name users write. */
    public String name() {
        return setting.value();
    }

    /** What it does, in one line. */
    public String doc() {
        return setting.doc();
    }

    /** How its values are read and written. */
    public ValueType type() {
        return type;
    }

    /** Whether it is part of a trial's identity. */
    public Setting.Effect effect() {
        return setting.effect();
    }

    /** The default as text; empty if the setting must be given, is unset by default, or follows another. */
    public Optional<String> defaultText() {
        return given(setting.byDefault());
    }

    /** The setting whose value is the default. */
    public Optional<String> sameAs() {
        return given(setting.sameAs());
    }

    /** Whether it names a file or folder. */
    public boolean isPath() {
        return setting.isPath();
    }

    /** Whether its values are numbers. */
    public boolean isNumber() {
        ValueType inner = innerType();
        return inner instanceof ValueType.Whole || inner instanceof ValueType.Decimal;
    }

    /** Whether its values are whole numbers. */
    public boolean isWholeNumber() {
        return innerType() instanceof ValueType.Whole;
    }

    /** What is wrong with a given value, with its place; empty if it can be read. */
    public Optional<String> problem(GivenSetting given) {
        try {
            if (!given.value().isNull()) {
                read(given.value(), new ArrayList<>());
            }
            return Optional.empty();
        } catch (IllegalArgumentException mismatch) {
            return Optional.of(problem(given, mismatch));
        }
    }

    /**
     * A value in its normal form.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public JsonNode normal(JsonNode value) {
        return type.write(read(value, new ArrayList<>()));
    }

    /** The line that says what is wrong with a given value. */
    String problem(GivenSetting given, IllegalArgumentException mismatch) {
        JsonNode value = given.value();
        String text = value.isValueNode() ? value.asText() : value.toString();
        String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
        return given.place() + ": " + name() + " is \"" + shown + "\", " + mismatch.getMessage() + ".";
    }

    /** Whether it must be given. */
    public boolean isRequired() {
        return defaultText().isEmpty() && sameAs().isEmpty() && !(type instanceof ValueType.OptionalOf);
    }

    /** The constants of an enum, the numbers listed, or nothing if the values cannot be listed. */
    public List<String> choices() {
        ValueType inner = innerType();
        if (inner instanceof ValueType.Choice choice) {
            return choice.constants().stream().map(SettingChoice::settingValue).toList();
        }
        return List.of(setting.oneOf());
    }

    /** The value in the root record in its normal form; JSON null if it is unset. */
    public JsonNode valueIn(Record root) {
        return type.write(objectIn(root));
    }

    /**
     * The value in the root record in its normal form; empty if it is unset or the default. The default of a
     * setting that follows another is no value.
     */
    public Optional<JsonNode> unlessDefault(Record root) {
        Object value = objectIn(root);
        if (byDefault.filter(value::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(type.write(value)).filter(node -> !node.isNull() && !node.equals(writtenDefault));
    }

    private Object objectIn(Record root) {
        Object value = root;
        try {
            for (Method accessor : path) {
                value = accessor.invoke(value);
            }
        } catch (IllegalAccessException | InvocationTargetException broken) {
            throw new IllegalStateException(broken);
        }
        return value;
    }

    /** The default in its normal form; JSON null if there is none or it follows another setting. */
    public JsonNode defaultValue() {
        return writtenDefault;
    }

    /**
     * Reads a given value.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    Object read(JsonNode value, List<String> notes) {
        String text = value.isValueNode() ? value.asText() : "";
        for (Setting.Refusal refusal : setting.refuses()) {
            if (refusal.value().equalsIgnoreCase(text)) {
                throw new IllegalArgumentException("expected " + type.expected() + "; " + refusal.because());
            }
        }
        for (Setting.Synonym synonym : setting.synonyms()) {
            if (synonym.value().equalsIgnoreCase(text)) {
                if (!synonym.note().isEmpty()) {
                    notes.add(name() + " is \"" + text + "\": " + synonym.note());
                }
                return readDefault(synonym.means());
            }
        }
        return type.read(value);
    }

    /** The value when nothing is given; the caller knows that it is not required and follows none. */
    Object unsetOrDefault() {
        return byDefault.orElseGet(() -> ((ValueType.OptionalOf) type).form().unset());
    }

    private ValueType innerType() {
        return type instanceof ValueType.OptionalOf optional ? optional.inner() : type;
    }

    private Object readDefault(String text) {
        if (type instanceof ValueType.ListOf) {
            JsonNode list = text.isEmpty()
                    ? JsonNodeFactory.instance.arrayNode()
                    : JsonNodeFactory.instance.arrayNode().add(text);
            return type.read(list);
        }
        return type.read(JsonNodeFactory.instance.textNode(text));
    }

    private static Optional<String> given(String text) {
        return text.equals(Setting.NONE) ? Optional.empty() : Optional.of(text);
    }

    private static ValueType typeOf(Type type, Setting setting) {
        if (type == OptionalInt.class) {
            return new ValueType.OptionalOf(typeOf(int.class, setting), OptionalForm.INT);
        }
        if (type == OptionalDouble.class) {
            return new ValueType.OptionalOf(typeOf(double.class, setting), OptionalForm.DOUBLE);
        }
        if (type instanceof ParameterizedType generic) {
            ValueType inner = typeOf(generic.getActualTypeArguments()[0], setting);
            return generic.getRawType() == List.class
                    ? new ValueType.ListOf(inner)
                    : new ValueType.OptionalOf(inner, OptionalForm.OBJECT);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class) {
            return new ValueType.Whole(Range.of(setting), plain == long.class || plain == Long.class);
        }
        if (plain == double.class || plain == Double.class) {
            return new ValueType.Decimal(Range.of(setting));
        }
        if (plain == boolean.class) {
            return new ValueType.Truth();
        }
        if (plain == String.class) {
            return new ValueType.Text();
        }
        if (plain.isEnum() && SettingChoice.class.isAssignableFrom(plain)) {
            List<SettingChoice> constants = new ArrayList<>();
            for (Object constant : plain.getEnumConstants()) {
                constants.add((SettingChoice) constant);
            }
            return new ValueType.Choice(List.copyOf(constants));
        }
        if (SettingText.class.isAssignableFrom(plain)) {
            return new ValueType.Coded(SettingTextParser.of(plain));
        }
        throw new IllegalStateException(setting.value() + " has a type that cannot be a setting: " + type);
    }
}
