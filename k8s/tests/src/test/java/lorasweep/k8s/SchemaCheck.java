package lorasweep.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks a value by a schema of a custom resource, strictly: what the schema does not name is wrong. */
final class SchemaCheck {
    private final List<String> problems = new ArrayList<>();

    private SchemaCheck() {}

    /** What is wrong with a value, each with its place; nothing if it is right. */
    static List<String> problems(JsonNode schema, JsonNode value) {
        SchemaCheck check = new SchemaCheck();
        check.check(schema, value, "spec");
        return check.problems;
    }

    private void check(JsonNode schema, JsonNode value, String place) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            require(value.isTextual() || value.isIntegralNumber(), value, place, "number or text");
        } else if (schema.has("type")) {
            require(
                    hasType(schema.path("type").asText(), value),
                    value,
                    place,
                    schema.path("type").asText());
        }
        if (schema.has("enum")) {
            boolean isKnown = false;
            for (JsonNode known : schema.path("enum")) {
                isKnown |= known.equals(value);
            }
            require(isKnown, value, place, schema.path("enum").toString());
        }
        if (schema.has("pattern") && value.isValueNode()) {
            require(value.asText().matches(schema.path("pattern").asText()), value, place, "another form");
        }
        if (schema.has("minimum") && value.isNumber()) {
            require(value.asDouble() >= schema.path("minimum").asDouble(), value, place, "more");
        }
        if (value.isObject()) {
            checkFields(schema, value, place);
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), place + "[" + i + "]");
            }
        }
    }

    private void checkFields(JsonNode schema, JsonNode value, String place) {
        schema.path("required")
                .forEach(name -> require(value.has(name.asText()), value, place, "a field " + name.asText()));
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode known = schema.path("properties").path(field.getKey());
            if (known.isMissingNode()) {
                known = schema.path("additionalProperties");
            }
            boolean isFree = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
            if (known.isObject()) {
                check(known, field.getValue(), place + "." + field.getKey());
            } else {
                require(isFree, field.getValue(), place + "." + field.getKey(), "no such field");
            }
        }
    }

    private void require(boolean isRight, JsonNode value, String place, String expected) {
        if (!isRight) {
            problems.add(place + ": is " + value + ", expected " + expected);
        }
    }

    private static boolean hasType(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
    }
}
