package lorasweep.trial;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lorasweep.setting.Binding;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.Setting;
import lorasweep.setting.SettingBinder;
import lorasweep.setting.SettingCatalog;
import lorasweep.setting.SettingDefinition;

/**
 * A trial as text: one flat JSON object of settings under their names.
 *
 * <p>The canonical form has the keys sorted, no white space, numbers in the normal form of
 * {@link lorasweep.setting.NormalNumber}, and leaves out every setting that is at its default, so that
 * a setting added later with a default that keeps the old behaviour changes no id. Settings whose
 * default follows another setting, like {@code unet_lr}, are always written. {@code spec_version} goes
 * up if a default, or what a setting means, ever has to change.
 */
public final class TrialSpecCodec {
    private static final String VERSION_KEY = "spec_version";
    private static final int VERSION = 3;
    private static final long LARGEST_FILE = 1 << 20;
    private static final SettingBinder<TrialSpec> BINDER = SettingBinder.of(TrialSpec.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private TrialSpecCodec() {}

    /** Every setting of a trial. */
    public static SettingCatalog catalog() {
        return BINDER.catalog();
    }

    /**
     * Binds settings given with their places, in kohya's forms too ({@link KohyaForms}); never throws for
     * what a user wrote.
     */
    public static Binding<TrialSpec> bind(List<GivenSetting> given, String place) {
        List<String> problems = new ArrayList<>();
        Binding<TrialSpec> bound = BINDER.bind(KohyaForms.expand(given, problems), place);
        problems.addAll(bound.problems());
        return new Binding<>(problems.isEmpty() ? bound.value() : Optional.empty(), problems, bound.notes());
    }

    /** The canonical form: stored beside a trial's files, sent to executors, embedded in the saved LoRA. */
    public static String canonical(TrialSpec spec) {
        return tree(spec).toString();
    }

    /** The canonical form as a tree. */
    public static ObjectNode tree(TrialSpec spec) {
        return tree(spec, List.of(Setting.Effect.RESULT, Setting.Effect.EXECUTION));
    }

    /**
     * The canonical form without the settings that only concern speed, memory or file names: what the
     * trial's id is a digest of.
     */
    public static String identity(TrialSpec spec) {
        return tree(spec, List.of(Setting.Effect.RESULT)).toString();
    }

    /**
     * Reads a trial from JSON, canonical or written by hand.
     *
     * @param json one flat object
     * @param place the file's name, for messages
     * @throws InvalidInputException naming everything that is wrong, with line numbers
     */
    public static TrialSpec parse(String json, String place) {
        return valueOf(bind(givenIn(json, place), place));
    }

    /**
     * Reads a trial from a file.
     *
     * @throws InvalidInputException if the file cannot be read, is larger than 1 MiB, or for what it holds
     */
    public static TrialSpec read(Path file) {
        return valueOf(bind(settings(file), file.toString()));
    }

    /**
     * The settings that a trial's file gives, not bound yet: for a file that says only what differs from a
     * preset.
     *
     * @throws InvalidInputException if the file cannot be read, is larger than 1 MiB, or is no flat JSON object
     */
    public static List<GivenSetting> settings(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new InvalidInputException(
                        file + ": has " + Files.size(file) + " bytes, expected at most 1 MiB; this is not a trial.");
            }
            return givenIn(Files.readString(file), file.toString());
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    file + ": cannot be read (" + Unreadable.because(unreadable) + "), expected a trial as JSON.",
                    unreadable);
        }
    }

    static TrialSpec bind(Map<String, ?> settings) {
        List<GivenSetting> given = new ArrayList<>();
        settings.forEach((name, value) -> given.add(new GivenSetting(name, MAPPER.valueToTree(value), "trial")));
        return valueOf(bind(given, "trial"));
    }

    private static TrialSpec valueOf(Binding<TrialSpec> binding) {
        return binding.value().orElseThrow(() -> new InvalidInputException(binding.problems()));
    }

    private static ObjectNode tree(TrialSpec spec, List<Setting.Effect> effects) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        sorted.put(VERSION_KEY, MAPPER.getNodeFactory().numberNode(VERSION));
        for (SettingDefinition definition : catalog().settings()) {
            if (effects.contains(definition.effect())) {
                definition.unlessDefault(spec).ifPresent(value -> sorted.put(definition.name(), value));
            }
        }
        ObjectNode object = MAPPER.createObjectNode();
        object.setAll(sorted);
        return object;
    }

    private static List<GivenSetting> givenIn(String json, String place) {
        List<GivenSetting> given = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidInputException(place + ": expected one JSON object of settings.");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                String line = place + ":" + parser.currentTokenLocation().getLineNr();
                parser.nextToken();
                JsonNode value = parser.readValueAsTree();
                if (!name.equals(VERSION_KEY)) {
                    given.add(new GivenSetting(name, value, line));
                } else if (value.asInt() != VERSION) {
                    throw new InvalidInputException(line + ": spec_version is \"" + value.asText() + "\", expected "
                            + VERSION + "; this trial was written by another version of the program.");
                }
            }
            if (parser.nextToken() != null) {
                throw new InvalidInputException(place + ": expected the end after one JSON object.");
            }
            return given;
        } catch (JsonProcessingException malformed) {
            int line = malformed.getLocation() == null
                    ? 1
                    : malformed.getLocation().getLineNr();
            throw new InvalidInputException(
                    place + ":" + line + ": not JSON (" + malformed.getOriginalMessage() + ").", malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory", impossible);
        }
    }
}
