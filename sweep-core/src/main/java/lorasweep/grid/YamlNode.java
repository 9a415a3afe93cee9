package lorasweep.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A node of a YAML document with the line it begins at. */
sealed interface YamlNode {

    /** The line, counted from 1. */
    int line();

    /** The node without its lines; every scalar is a text, whatever it looks like. */
    JsonNode tree();

    /** What kind of node it is, for messages. */
    String kind();

    /**
     * A text, number or truth value as it stands in the file.
     *
     * @param isNull whether it stands for no value at all
     */
    record Scalar(String text, boolean isNull, int line) implements YamlNode {
        @Override
        public JsonNode tree() {
            return isNull ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(text);
        }

        @Override
        public String kind() {
            return isNull ? "nothing" : "\"" + (text.length() > 80 ? text.substring(0, 77) + "..." : text) + "\"";
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> elements, int line) implements YamlNode {
        @Override
        public JsonNode tree() {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            elements.forEach(element -> array.add(element.tree()));
            return array;
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in the order of the file. */
    record Mapping(Map<String, Entry> entries, int line) implements YamlNode {
        @Override
        public JsonNode tree() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            entries.forEach((key, entry) -> object.set(key, entry.value().tree()));
            return object;
        }

        @Override
        public String kind() {
            return "keys with values";
        }
    }

    /** The value of a key, and the line the key stands at. */
    record Entry(YamlNode value, int line) {}
}
