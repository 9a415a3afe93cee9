package lorasweep.worker.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import lorasweep.cli.PresetTable;
import lorasweep.preset.KohyaPreset;
import lorasweep.preset.PresetTrial;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which trials: files of settings, on a preset or not. */
final class TrialOptions {
    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description = "A trial's settings (JSON, kohya's names); give it again for each trial of the pack."
                    + " With --preset, only what differs from it.")
    private List<Path> specs = new ArrayList<>();

    @Option(
            names = "--preset",
            paramLabel = "FILE",
            description = "A preset of kohya_ss (JSON) or sd-scripts (TOML) under all of the trials.")
    private @Nullable Path preset;

    @Option(
            names = "--ignore",
            paramLabel = "NAME",
            split = ",",
            description = "Entry of the preset that is not supported and shall be left out.")
    private Set<String> ignored = new LinkedHashSet<>();

    /**
     * The trials; what became of a preset's entries is printed.
     *
     * @throws InvalidInputException with everything that is wrong with any of them
     */
    List<TrialSpec> read(PrintWriter out) {
        List<TrialSpec> trials = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Path given = preset;
        if (given == null) {
            if (specs.isEmpty() || !ignored.isEmpty()) {
                problems.add(
                        specs.isEmpty()
                                ? "--spec: is missing, expected a trial's file; give --spec, or --preset."
                                : "--ignore: is given without --preset, expected both or none; remove it.");
            }
            specs.forEach(file -> collect(() -> TrialSpecCodec.read(file), trials, problems));
        } else {
            collect(() -> onPreset(given, out, problems, trials), new ArrayList<>(), problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return trials;
    }

    private boolean onPreset(Path file, PrintWriter out, List<String> problems, List<TrialSpec> trials) {
        KohyaPreset read = KohyaPreset.read(file);
        if (specs.isEmpty()) {
            collect(() -> onPreset(read, List.of(), "", out), trials, problems);
        }
        for (Path spec : specs) {
            collect(() -> onPreset(read, TrialSpecCodec.settings(spec), " under " + spec, out), trials, problems);
        }
        return true;
    }

    private TrialSpec onPreset(KohyaPreset read, List<GivenSetting> own, String under, PrintWriter out) {
        PresetTrial trial = PresetTrial.of(read, own, ignored);
        out.println("preset " + read.path() + under);
        PresetTable.of(trial.preset()).forEach(out::println);
        return trial.spec();
    }

    private static <T> void collect(Supplier<T> supplier, List<T> found, List<String> problems) {
        try {
            found.add(supplier.get());
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
    }
}
