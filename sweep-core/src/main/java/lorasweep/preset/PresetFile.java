package lorasweep.preset;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.Unreadable;

/**
 * A preset's entries as they stand in its file, sections flattened: sd-scripts takes no notice of them.
 *
 * @param path the file, as the user wrote it
 * @param format which program wrote it
 * @param entries in the order of the file; unset ones (null or empty text) are left out
 */
record PresetFile(Path path, Format format, List<GivenSetting> entries) {
    private static final long LARGEST = 1 << 20;
    private static final int MOST_SECTIONS = 4;

    /** Which program wrote a preset. */
    enum Format {
        /** JSON saved by the kohya_ss GUI. */
        GUI,
        /** A config file of sd-scripts. */
        TOML
    }

    /**
     * Reads a preset; the ending of its name says what it is.
     *
     * @throws InvalidInputException if it cannot be read, is larger than 1 MiB, is malformed or gives a
     *     name twice
     */
    static PresetFile read(Path path) {
        Format format = formatOf(path);
        try {
            if (Files.size(path) > LARGEST) {
                throw new InvalidInputException(
                        path + ": has " + Files.size(path) + " bytes, expected at most 1 MiB; this is not a preset.");
            }
            String text = Files.readString(path);
            JsonNode tree = mapper(format).readTree(text);
            if (!tree.isObject()) {
                throw new InvalidInputException(path + ": expected names with values.");
            }
            List<GivenSetting> entries = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            collect(tree, path, text, MOST_SECTIONS, entries, problems);
            if (!problems.isEmpty()) {
                throw new InvalidInputException(problems);
            }
            return new PresetFile(path, format, List.copyOf(entries));
        } catch (JsonProcessingException malformed) {
            JsonLocation location = malformed.getLocation();
            String line = location == null || location.getLineNr() < 1 ? "" : ":" + location.getLineNr();
            throw new InvalidInputException(
                    path + line + ": not " + (format == Format.GUI ? "JSON" : "TOML") + " ("
                            + malformed.getOriginalMessage() + ").",
                    malformed);
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    path + ": cannot be read (" + Unreadable.because(unreadable)
                            + "), expected a preset; correct the path.",
                    unreadable);
        }
    }

    private static Format formatOf(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return Format.GUI;
        }
        if (name.endsWith(".toml")) {
            return Format.TOML;
        }
        throw new InvalidInputException(
                path + ": expected a .json saved by the kohya_ss GUI or a .toml of sd-scripts; rename the file.");
    }

    private static ObjectMapper mapper(Format format) {
        return format == Format.TOML
                ? TomlMapper.builder().build()
                : JsonMapper.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build();
    }

    private static void collect(
            JsonNode section, Path path, String text, int depth, List<GivenSetting> entries, List<String> problems) {
        Set<String> known =
                new HashSet<>(entries.stream().map(GivenSetting::name).toList());
        section.properties().forEach(property -> {
            String name = property.getKey();
            JsonNode value = property.getValue();
            String place = path + lineOf(name, text);
            boolean isUnset =
                    value.isNull() || (value.isTextual() && value.asText().isEmpty());
            if (value.isObject() && depth > 0) {
                collect(value, path, text, depth - 1, entries, problems);
            } else if (value.isObject()) {
                problems.add(place + ": sections are nested too deep, expected names with values.");
            } else if (!known.add(name)) {
                problems.add(place + ": " + name + " is given in two sections; remove one.");
            } else if (!isUnset) {
                entries.add(new GivenSetting(name, value, place));
            }
        });
    }

    /** The TOML parser keeps no positions, so the line is looked for: it only helps to find the entry. */
    private static String lineOf(String name, String text) {
        Pattern entry = Pattern.compile("(?m)^[\\s{,]*[\"']?" + Pattern.quote(name) + "[\"']?\\s*[=:]");
        return entry.matcher(text)
                .results()
                .findFirst()
                .map(found -> ":"
                        + (1
                                + text.substring(0, found.end())
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count()))
                .orElse("");
    }
}
