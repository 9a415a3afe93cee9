package lorasweep.setting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** Settings as JSON Schema, so that editors complete and check them. */
public final class SettingSchema {
    private SettingSchema() {}

    /** The schema of one setting: description, default and allowed values. */
    public static ObjectNode of(SettingDefinition setting) {
        ObjectNode schema = schema(setting.type());
        schema.put("description", setting.doc());
        if (!setting.defaultValue().isNull()) {
            schema.set("default", setting.defaultValue());
        }
        return schema;
    }

    /** The schema of an object that has these settings and no others. */
    public static ObjectNode of(SettingCatalog catalog) {
        ObjectNode schema = object();
        ObjectNode properties = schema.putObject("properties");
        for (SettingDefinition setting : catalog.settings()) {
            properties.set(setting.name(), of(setting));
            if (setting.isRequired()) {
                schema.withArray("required").add(setting.name());
            }
        }
        return schema;
    }

    /** An object without further properties. */
    public static ObjectNode object() {
        return node().put("type", "object").put("additionalProperties", false);
    }

    private static ObjectNode schema(ValueType type) {
        if (type instanceof ValueType.OptionalOf optional) {
            return schema(optional.inner());
        }
        if (type instanceof ValueType.ListOf list) {
            ObjectNode schema = node().put("type", "array");
            schema.set("items", schema(list.inner()));
            return schema;
        }
        if (type instanceof ValueType.Whole whole) {
            return number("integer", whole.range());
        }
        if (type instanceof ValueType.Decimal decimal) {
            return number("number", decimal.range());
        }
        if (type instanceof ValueType.Truth) {
            return node().put("type", "boolean");
        }
        if (type instanceof ValueType.Choice choice) {
            ObjectNode schema = node();
            choice.constants().forEach(constant -> schema.withArray("enum").add(constant.settingValue()));
            return schema;
        }
        if (type instanceof ValueType.Coded) {
            ObjectNode schema = node();
            schema.withArray("type").add("string").add("number").add("array");
            return schema;
        }
        return node().put("type", "string");
    }

    private static ObjectNode number(String kind, Range range) {
        ObjectNode schema = node().put("type", kind);
        if (!range.oneOf().isEmpty()) {
            range.oneOf().forEach(schema.withArray("enum")::add);
            return schema;
        }
        put(schema, "minimum", range.min());
        put(schema, "maximum", range.max());
        put(schema, "exclusiveMinimum", range.above());
        put(schema, "exclusiveMaximum", range.below());
        return schema;
    }

    private static void put(ObjectNode schema, String key, double bound) {
        if (Double.isFinite(bound)) {
            BigDecimal number = NormalNumber.of(bound);
            schema.put(key, number);
        }
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
