package lorasweep.worker.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        Path file = preset;
        if (file == null) {
            if (specs.isEmpty()) {
                problems.add("--spec: is missing, expected a trial's file; give --spec, or --preset.");
            }
            if (!ignored.isEmpty()) {
                problems.add("--ignore: is given without --preset, expected both or none; remove it.");
            }
            specs.forEach(spec -> collect(problems, () -> trials.add(TrialSpecCodec.read(spec))));
        } else {
            collect(problems, () -> onPreset(KohyaPreset.read(file), out, problems, trials));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return trials;
    }

    private void onPreset(KohyaPreset read, PrintWriter out, List<String> problems, List<TrialSpec> trials) {
        if (specs.isEmpty()) {
            trials.add(trial(read, List.of(), "", out));
        }
        for (Path spec : specs) {
            collect(problems, () -> trials.add(trial(read, TrialSpecCodec.settings(spec), " under " + spec, out)));
        }
    }

    private TrialSpec trial(KohyaPreset read, List<GivenSetting> own, String under, PrintWriter out) {
        PresetTrial trial = PresetTrial.of(read, own, ignored);
        out.println("preset " + read.path() + under);
        PresetTable.of(trial.preset()).forEach(out::println);
        return trial.spec();
    }

    private static void collect(List<String> problems, Runnable reading) {
        try {
            reading.run();
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
    }
}
