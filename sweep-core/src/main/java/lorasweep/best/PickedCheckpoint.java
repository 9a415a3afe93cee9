package lorasweep.best;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lorasweep.analysis.Fit;
import lorasweep.analysis.Pick;
import lorasweep.analysis.Preference;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.preset.KohyaToml;
import lorasweep.sweep.SweepState;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/**
 * The checkpoint that a sweep recommends.
 *
 * @param sweep its name
 * @param preference by which it was chosen among equals
 * @param pick the recommendation
 * @param analysis of its trial
 * @param name the trial's values on the axes
 * @param rivals the configurations that are not shown to be worse
 * @param file the LoRA of that moment in the trial's folder; it is missing if that epoch was not saved
 * @param bestFolder where it is copied to
 */
public record PickedCheckpoint(
        String sweep,
        Preference preference,
        Pick pick,
        TrialAnalysis analysis,
        String name,
        List<Rival> rivals,
        Path file,
        Path bestFolder) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Copies the rivals. */
    public PickedCheckpoint {
        rivals = List.copyOf(rivals);
    }

    /** The pick of a sweep under a preference; empty if nothing is shown to be better than the base. */
    public static Optional<PickedCheckpoint> of(SweepState state, SweepAnalysis analysis, Preference preference) {
        return analysis.pick(preference).map(pick -> {
            TrialAnalysis trial = analysis.trials().stream()
                    .filter(candidate -> candidate.id().equals(pick.trial()))
                    .findFirst()
                    .orElseThrow();
            Path folder = state.folder().trial(pick.trial()).path();
            return new PickedCheckpoint(
                    state.name(),
                    preference,
                    pick,
                    trial,
                    Rival.name(state, trial.spec().configuration()),
                    pick.rivals().stream()
                            .map(rival -> Rival.of(state, analysis, rival))
                            .toList(),
                    folder.resolve(fileName(trial, pick)),
                    state.folder().bestFolder());
        });
    }

    /** The last moment's file has no number, as kohya names files. */
    private static String fileName(TrialAnalysis trial, Pick pick) {
        Fit fit = trial.fit().orElseThrow();
        boolean isLast =
                pick.moment() == fit.moments().size() - 1 && trial.outcome().isPresent();
        String number =
                isLast ? "" : "-%06d".formatted(fit.moments().get(pick.moment()).epoch());
        return trial.spec().save().outputName() + number + ".safetensors";
    }

    /** When it was saved. */
    public Moment moment() {
        return moment(pick.moment());
    }

    /** The first and the last moment that are as good. */
    public List<Moment> window() {
        return List.of(moment(pick.window().earliest()), moment(pick.window().latest()));
    }

    private Moment moment(int index) {
        return analysis.fit().orElseThrow().moments().get(index);
    }

    /**
     * Copies the LoRA to {@code best/}, with a kohya config file and the spec that reproduce it and what
     * is known of it. Each file appears whole; those of an earlier pick are replaced.
     *
     * @return the files, the LoRA first if that epoch was saved
     */
    public List<Path> publish() throws IOException {
        BestFolder best = new BestFolder(bestFolder);
        String stem = sweep + "-" + preference.name().toLowerCase(Locale.ROOT);
        List<Path> written = new ArrayList<>();
        if (Files.exists(file)) {
            written.add(best.copy(file, stem + ".safetensors"));
        } else {
            best.delete(stem + ".safetensors");
        }
        TrialSpec spec = analysis.spec();
        written.add(best.write(stem + ".toml", KohyaToml.text(spec)));
        written.add(best.write(stem + ".spec.json", TrialSpecCodec.canonical(spec) + "\n"));
        written.add(best.write(stem + ".json", json() + "\n"));
        return written;
    }

    /** What is known of it, as one JSON object. */
    public String json() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("sweep", sweep);
        root.put("prefer", preference.name().toLowerCase(Locale.ROOT));
        root.put("trial", pick.trial().text());
        root.put("name", name);
        root.put("epoch", moment().epoch());
        root.put("step", moment().step());
        root.put("file", file.toString());
        root.put("saved", Files.exists(file));
        ArrayNode window = root.putArray("window");
        window().forEach(moment -> window.add(moment.epoch()));
        root.put("verdict", analysis.finding().verdict().name());
        estimate(root.putObject("gain"), pick.gain());
        estimate(root.putObject("behind_winner"), pick.behindWinner());
        ArrayNode others = root.putArray("rivals");
        for (Rival rival : rivals) {
            ObjectNode other = others.addObject();
            other.put("name", rival.name());
            estimate(other.putObject("score"), rival.score());
            ArrayNode verdicts = other.putArray("verdicts");
            rival.verdicts().forEach(verdict -> verdicts.add(verdict.name()));
        }
        root.put("because", pick.sentence());
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a pick of ours cannot be written as JSON", e);
        }
    }

    private static void estimate(ObjectNode node, Estimate estimate) {
        node.put("mean", estimate.mean());
        node.put("low", estimate.interval().low());
        node.put("high", estimate.interval().high());
    }
}
