package lorasweep.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.preset.PresetEntry.Use;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.KohyaForms;
import lorasweep.trial.TrialSpecCodec;

/**
 * A preset of the kohya_ss GUI (JSON) or of sd-scripts (TOML), entry by entry.
 *
 * @param path the file
 * @param entries what becomes of each entry, in the order of the file; for a TOML followed by those
 *     defaults of sd-scripts that differ from ours, since that is what the file means
 */
public record KohyaPreset(Path path, List<PresetEntry> entries) {

    private static final Set<String> LENGTHS = Set.of("max_train_epochs", "max_train_steps");

    /** What sd-scripts does when its config file does not say, where we would do something else. */
    private static final Map<String, String> SD_SCRIPTS_DEFAULTS = Map.of(
            "learning_rate", "2e-6",
            "lr_scheduler", "constant",
            "lr_warmup_steps", "0",
            "network_dim", "4",
            "caption_extension", ".caption",
            "enable_bucket", "false",
            "bucket_no_upscale", "false",
            "max_bucket_reso", "1024",
            "save_precision", "fp32",
            "save_every_n_epochs", "0");

    /** Copies the list. */
    public KohyaPreset {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a preset.
     *
     * @throws lorasweep.trial.InvalidInputException if the file cannot be read or is malformed; that an
     *     entry is not supported is not thrown but said by {@link #problems}
     */
    public static KohyaPreset read(Path path) {
        PresetFile file = PresetFile.read(path);
        boolean isGui = file.format() == PresetFile.Format.GUI;
        GuiPreset gui = new GuiPreset(file.entries());
        List<PresetEntry> entries = new ArrayList<>();
        for (GivenSetting written : file.entries()) {
            Optional<PresetEntry> particular = isGui ? gui.translate(written) : epochsWin(written, file.entries());
            entries.add(particular.orElseGet(() -> classify(written)));
        }
        if (!isGui) {
            addDefaults(file, entries);
        }
        return new KohyaPreset(path, entries);
    }

    /**
     * The preset as a grid file or trial uses it.
     *
     * @param overriding names of settings that are given beside it: they win, and each length wins over both
     * @param ignored names listed as not to be looked at
     */
    public KohyaPreset under(Set<String> overriding, Set<String> ignored) {
        Set<String> winning = new HashSet<>(overriding);
        if (overriding.stream().anyMatch(LENGTHS::contains)) {
            winning.addAll(LENGTHS);
        }
        return new KohyaPreset(
                path,
                entries.stream().map(entry -> under(entry, winning, ignored)).toList());
    }

    /** The settings the preset gives. */
    public List<GivenSetting> settings() {
        return entries.stream().flatMap(entry -> entry.means().stream()).toList();
    }

    /** A line for every entry that would change the result and is not supported. */
    public List<String> problems() {
        return entries.stream()
                .filter(entry -> entry.use() == Use.UNSUPPORTED)
                .map(entry -> entry.written().place() + ": " + entry.written().name() + " is \""
                        + entry.shownValue() + "\", which would change the result and is not supported"
                        + (entry.note().isEmpty() ? "" : " (" + entry.note() + ")")
                        + "; remove it, or list it under ignore: in the grid file (--ignore on the command line).")
                .toList();
    }

    private static PresetEntry under(PresetEntry entry, Set<String> overriding, Set<String> ignored) {
        String name = entry.written().name();
        if (ignored.contains(name)) {
            return entry.withUse(Use.IGNORED, "listed under ignore");
        }
        Set<String> meant = KohyaForms.expand(entry.means(), new ArrayList<>()).stream()
                .map(GivenSetting::name)
                .collect(Collectors.toSet());
        boolean isOverridden = !meant.isEmpty() && overriding.containsAll(meant);
        return isOverridden ? entry.withUse(Use.OVERRIDDEN, "given otherwise") : entry;
    }

    private static PresetEntry classify(GivenSetting written) {
        String name = written.name();
        if (KohyaForms.names().contains(name)) {
            return PresetEntry.used(written, "");
        }
        Optional<String> ignored = KohyaNames.whyIgnored(name);
        if (ignored.isPresent()) {
            return PresetEntry.ignored(written, ignored.get());
        }
        if (TrialSpecCodec.catalog().find(name).isPresent()) {
            boolean isListOfOne = written.value().isArray() && written.value().size() == 1;
            return isListOfOne
                    ? PresetEntry.usedAs(
                            written, written.withValue(written.value().get(0)), "")
                    : PresetEntry.used(written, "");
        }
        Optional<Set<String>> neutral = KohyaNames.neutralValues(name);
        if (neutral.isEmpty()) {
            return PresetEntry.unsupported(written, "this name is not known");
        }
        return neutral.get().contains(text(written.value()))
                ? PresetEntry.ignored(written, "as it is here anyway")
                : PresetEntry.unsupported(written, "");
    }

    private static Optional<PresetEntry> epochsWin(GivenSetting written, Collection<GivenSetting> all) {
        boolean hasEpochs = all.stream()
                .anyMatch(entry ->
                        entry.name().equals("max_train_epochs") && entry.value().asInt() > 0);
        return hasEpochs && written.name().equals("max_train_steps")
                ? Optional.of(PresetEntry.ignored(written, "max_train_epochs decides, as in sd-scripts"))
                : Optional.empty();
    }

    private static void addDefaults(PresetFile file, List<PresetEntry> entries) {
        Set<String> given = file.entries().stream().map(GivenSetting::name).collect(Collectors.toSet());
        SD_SCRIPTS_DEFAULTS.keySet().stream()
                .filter(name -> !given.contains(name))
                .sorted()
                .map(name -> new GivenSetting(
                        name,
                        TextNode.valueOf(SD_SCRIPTS_DEFAULTS.get(name)),
                        file.path().toString()))
                .forEach(meant -> entries.add(PresetEntry.used(meant, "not in the file: what sd-scripts does then")));
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
