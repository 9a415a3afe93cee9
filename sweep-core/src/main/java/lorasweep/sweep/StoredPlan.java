package lorasweep.sweep;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.analysis.Axis;
import lorasweep.plan.WrittenNumber;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.SettingBinder;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import lorasweep.trial.Unreadable;

/**
 * The plan in a sweep's folder, read back.
 *
 * @param name the sweep's
 * @param axes what varies
 * @param trials in the order of the grid
 * @param settings what the grid file says for every trial, expressions as they are written
 * @param samples pictures to draw of every trial, if any
 */
record StoredPlan(
        String name,
        List<Axis> axes,
        List<Trial> trials,
        List<GivenSetting> settings,
        Optional<SampleSettings> samples) {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** A trial of the plan, with the number of its pack. */
    record Trial(TrialSpec spec, TrialId id, String name, List<Integer> levels, int pack, long steps) {}

    /**
     * Reads a plan.
     *
     * @throws InvalidInputException if the file is missing or not a plan
     */
    static StoredPlan read(Path file) {
        JsonNode root;
        try {
            root = MAPPER.readTree(file.toFile());
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    file + ": cannot be read (" + Unreadable.because(unreadable) + "), " + EXPECTED, unreadable);
        }
        try {
            return of(root, file.toString());
        } catch (IllegalArgumentException incomplete) {
            throw new InvalidInputException(file + ": " + incomplete.getMessage() + ", " + EXPECTED, incomplete);
        }
    }

    private static final String EXPECTED = "expected the plan of a sweep; sweep run writes it anew from the grid file.";

    private static StoredPlan of(JsonNode root, String place) {
        List<Axis> axes = new ArrayList<>();
        for (JsonNode axis : root.required("axes")) {
            List<Axis.Level> levels = new ArrayList<>();
            axis.required("levels").forEach(level -> levels.add(level(level.asText())));
            axes.add(new Axis(axis.required("setting").asText(), levels));
        }
        Map<String, Integer> packs = new HashMap<>();
        for (JsonNode pack : root.required("packs")) {
            pack.required("trials")
                    .forEach(trial ->
                            packs.put(trial.asText(), pack.required("number").asInt()));
        }
        List<Trial> trials = new ArrayList<>();
        for (JsonNode trial : root.required("trials")) {
            List<Integer> levels = new ArrayList<>();
            trial.required("levels").forEach(level -> levels.add(level.asInt()));
            String id = trial.required("id").asText();
            trials.add(new Trial(
                    TrialSpecCodec.parse(trial.required("spec").toString(), place),
                    new TrialId(id),
                    trial.required("name").asText(),
                    List.copyOf(levels),
                    packs.getOrDefault(id, 0),
                    trial.path("steps").asLong()));
        }
        return new StoredPlan(
                root.required("name").asText(), axes, trials, given(root, "settings", place), samples(root, place));
    }

    private static Axis.Level level(String text) {
        return new Axis.Level(text, WrittenNumber.of(text));
    }

    private static Optional<SampleSettings> samples(JsonNode root, String place) {
        if (!root.has("samples")) {
            return Optional.empty();
        }
        return SettingBinder.of(SampleSettings.class)
                .bind(given(root, "samples", place), place)
                .value();
    }

    private static List<GivenSetting> given(JsonNode root, String key, String place) {
        List<GivenSetting> given = new ArrayList<>();
        root.path(key)
                .properties()
                .forEach(entry -> given.add(new GivenSetting(entry.getKey(), entry.getValue(), place)));
        return given;
    }
}
