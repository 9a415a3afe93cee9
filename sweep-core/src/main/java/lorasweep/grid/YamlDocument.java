package lorasweep.grid;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.trial.InvalidInputException;

/**
 * Reads YAML into {@link YamlNode}s without giving its writer any power over memory or time: sizes,
 * depth and number of nodes are limited, and anchors, aliases, tags and a second document are refused.
 */
final class YamlDocument {
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_NODES = 50_000;
    private static final int DEEPEST = 16;
    private static final int LONGEST_SCALAR = 10_000;
    private static final YAMLFactory FACTORY = YAMLFactory.builder().build();

    private final YAMLParser parser;
    private final String place;
    private final List<String> problems;
    private int nodes;

    private YamlDocument(YAMLParser parser, String place, List<String> problems) {
        this.parser = parser;
        this.place = place;
        this.problems = problems;
    }

    /**
     * The keys and values of a document.
     *
     * @param place the file's name, for messages
     * @param problems receives a line for every key that is given twice
     * @throws InvalidInputException if the text is not YAML, holds something other than one document of
     *     keys with values, or exceeds a limit
     */
    static YamlNode.Mapping read(String text, String place, List<String> problems) {
        if (text.length() > MOST_CHARACTERS) {
            throw new InvalidInputException(place + ": has " + text.length() + " characters, expected at most "
                    + MOST_CHARACTERS + "; this is not a grid file.");
        }
        try (YAMLParser parser = FACTORY.createParser(text)) {
            YamlDocument document = new YamlDocument(parser, place, problems);
            if (parser.nextToken() == null) {
                throw new InvalidInputException(place + ": is empty, expected a grid file.");
            }
            YamlNode root = document.node(DEEPEST);
            if (parser.nextToken() != null) {
                throw document.refusal("a second document begins, expected one; remove it");
            }
            if (root instanceof YamlNode.Mapping mapping) {
                return mapping;
            }
            throw new InvalidInputException(
                    place + ":" + root.line() + ": found " + root.kind() + ", expected keys such as version: 1.");
        } catch (JsonProcessingException malformed) {
            JsonLocation location = malformed.getLocation();
            int line = location == null ? 1 : Math.max(1, location.getLineNr());
            throw new InvalidInputException(place + ":" + line + ": not YAML (" + reason(malformed) + ").", malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory", impossible);
        }
    }

    private YamlNode node(int depth) throws IOException {
        if (++nodes > MOST_NODES) {
            throw refusal("more than " + MOST_NODES + " values, expected a grid file");
        }
        if (depth == 0) {
            throw refusal("nested deeper than " + DEEPEST + " levels, expected a grid file");
        }
        refuseReferences();
        int line = line();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(node(depth - 1));
            }
            return new YamlNode.Sequence(elements, line);
        }
        if (token == JsonToken.START_OBJECT) {
            return mapping(depth, line);
        }
        String text = parser.getText();
        if (text.length() > LONGEST_SCALAR) {
            throw refusal("a text of " + text.length() + " characters, expected at most " + LONGEST_SCALAR);
        }
        return new YamlNode.Scalar(text, token == JsonToken.VALUE_NULL || text.isEmpty(), line);
    }

    private YamlNode.Mapping mapping(int depth, int line) throws IOException {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            refuseReferences();
            String key = parser.currentName();
            int keyLine = line();
            parser.nextToken();
            YamlNode.Entry entry = new YamlNode.Entry(node(depth - 1), keyLine);
            YamlNode.Entry earlier = entries.putIfAbsent(key, entry);
            if (earlier != null) {
                problems.add(place + ":" + keyLine + ": the key \"" + key + "\" stands in line " + earlier.line()
                        + " already; remove one.");
            }
        }
        return new YamlNode.Mapping(entries, line);
    }

    private void refuseReferences() throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw refusal("an anchor or alias, expected plain values; write the value out");
        }
        if (parser.getTypeId() != null) {
            throw refusal("a tag (\"!\"), expected plain values; remove it or put the text in quotes");
        }
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private InvalidInputException refusal(String what) {
        return new InvalidInputException(place + ":" + line() + ": " + what + ".");
    }

    private static String reason(JsonProcessingException malformed) {
        String first = String.valueOf(malformed.getOriginalMessage())
                .strip()
                .lines()
                .findFirst()
                .orElse("unreadable");
        return first.length() > 200 ? first.substring(0, 200) : first;
    }
}
