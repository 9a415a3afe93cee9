package lorasweep.worker.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON configuration file of a diffusers folder. Keys we do not know are tolerated, since the
 * files are written by many programs; a value that is missing or unusable is added to the problems
 * and answered with a placeholder, so that all problems are found in one pass.
 */
final class ConfigJson {
    /** Far above any published configuration; keeps a hostile one from exhausting the memory. */
    private static final int MAX_BYTES = 1 << 20;

    /** Widths and counts beyond this are not a model of our time. */
    static final int MAX_SIZE = 1 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final JsonNode root;
    private final List<String> problems;

    private ConfigJson(Path file, JsonNode root, List<String> problems) {
        this.file = file;
        this.root = root;
        this.problems = problems;
    }

    /** Reads a file; a file that cannot be read is a problem and then looks empty without further problems. */
    static ConfigJson read(Path file, List<String> problems) {
        JsonNode root = MAPPER.createObjectNode();
        try {
            if (!Files.isRegularFile(file)) {
                problems.add(file + ": the file is missing, expected the diffusers configuration; download it again.");
            } else if (Files.size(file) > MAX_BYTES) {
                problems.add("%s: the file has %,d bytes, expected a JSON configuration of at most %,d."
                        .formatted(file, Files.size(file), MAX_BYTES));
            } else {
                root = MAPPER.readTree(Files.readAllBytes(file));
                if (root.isObject()) {
                    return new ConfigJson(file, root, problems);
                }
                problems.add(file + ": the content is not a JSON object, expected a diffusers configuration.");
            }
        } catch (JsonProcessingException e) {
            problems.add("%s: line %d is not JSON: %s."
                    .formatted(
                            file,
                            e.getLocation().getLineNr(),
                            e.getOriginalMessage().replace('\n', ' ')));
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage() + ".");
        }
        return new ConfigJson(file, MAPPER.createObjectNode(), new ArrayList<>());
    }

    /** A required whole number from 1 to {@code max}; 1 where it is unusable. */
    int count(String key, int max) {
        return isSet(key) ? count(key, root.get(key), max) : missing(key, "a number from 1 to " + max, 1);
    }

    /** A required list of up to {@code maxLength} whole numbers from 1; [1] where it is unusable. */
    List<Integer> counts(String key, int maxLength) {
        String expected = "a list of 1 to " + maxLength + " numbers";
        JsonNode list = root.path(key);
        if (!isSet(key)) {
            return missing(key, expected, List.of(1));
        } else if (!list.isArray() || list.isEmpty() || list.size() > maxLength) {
            return unusable(key, list, expected, List.of(1));
        }
        List<Integer> counts = new ArrayList<>();
        list.forEach(element -> counts.add(count(key, element, MAX_SIZE)));
        return counts;
    }

    /** A number of that many entries: one for all or a list of as many. */
    List<Integer> countForEach(String key, int entries) {
        if (root.path(key).isArray()) {
            List<Integer> counts = counts(key, entries);
            return counts.size() == entries
                    ? counts
                    : unusable(key, root.get(key), entries + " numbers", Collections.nCopies(entries, 1));
        }
        return Collections.nCopies(entries, count(key, MAX_SIZE));
    }

    int integer(String key, int otherwise) {
        JsonNode value = root.path(key);
        return !isSet(key)
                ? otherwise
                : value.isInt() ? value.intValue() : unusable(key, value, "a whole number", otherwise);
    }

    /** A required finite number. */
    double number(String key) {
        return isSet(key) ? number(key, 0) : missing(key, "a number", 0.0);
    }

    /** A finite number; {@code otherwise} where it is not given. */
    double number(String key, double otherwise) {
        JsonNode value = root.path(key);
        return !isSet(key)
                ? otherwise
                : value.isNumber() && Double.isFinite(value.doubleValue())
                        ? value.doubleValue()
                        : unusable(key, value, "a number", otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode value = root.path(key);
        return !isSet(key)
                ? otherwise
                : value.isBoolean() ? value.booleanValue() : unusable(key, value, "true or false", otherwise);
    }

    /** One of the texts that the map knows; {@code otherwise} where it is not given. */
    <T> T choice(String key, Map<String, T> known, T otherwise) {
        JsonNode value = root.path(key);
        T chosen = value.isTextual() ? known.get(value.textValue()) : null;
        return !isSet(key)
                ? otherwise
                : chosen != null ? chosen : unusable(key, value, "one of " + known.keySet(), otherwise);
    }

    /** A list of texts; empty where it is not given or is something else. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        root.path(key).forEach(element -> texts.add(element.asText()));
        return texts;
    }

    /** A text, where one is given. */
    Optional<String> text(String key) {
        return Optional.ofNullable(root.path(key).textValue());
    }

    /** Whether a value is given that is not null. */
    boolean isSet(String key) {
        return root.hasNonNull(key);
    }

    /**
     * Refuses whatever would make another architecture: each of the keys must be absent, null or one
     * of its texts (JSON's own spelling, so {@code false} and {@code 1.0} are texts here).
     */
    void expectOnly(Map<String, Set<String>> supported) {
        supported.forEach((key, values) -> {
            if (isSet(key)
                    && !values.contains(root.get(key).asText(root.get(key).toString()))) {
                unusable(key, root.get(key), values.isEmpty() ? "null" : String.join(" or ", values), "");
            }
        });
    }

    void problem(String problem) {
        problems.add(file + ": " + problem);
    }

    private int count(String key, JsonNode value, int max) {
        boolean fits = value.isInt() && value.intValue() >= 1 && value.intValue() <= max;
        return fits ? value.intValue() : unusable(key, value, "a whole number from 1 to " + max, 1);
    }

    private <T> T missing(String key, String expected, T placeholder) {
        problem("\"%s\" is missing, expected %s; download the file again.".formatted(key, expected));
        return placeholder;
    }

    private <T> T unusable(String key, JsonNode value, String expected, T placeholder) {
        String text = value.toString();
        problem("\"%s\" is %s, expected %s; a model of that architecture cannot be used."
                .formatted(key, text.length() > 80 ? text.substring(0, 80) + "..." : text, expected));
        return placeholder;
    }
}
