package lorasweep.report.content;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import lorasweep.analysis.Pick;
import lorasweep.analysis.Preference;
import lorasweep.analysis.Standing;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.verdict.Percent;
import lorasweep.analysis.verdict.Thresholds;
import lorasweep.report.content.PickCard.Alternative;
import lorasweep.report.content.PickCard.Command;
import lorasweep.report.content.PickCard.Window;
import org.jspecify.annotations.Nullable;

/** Makes the verdict card. */
final class PickMaker {
    private static final double ALMOST_SURE = 0.99;

    private final ReportSource source;
    private final SweepAnalysis analysis;
    private final ToIntFunction<String> index;

    PickMaker(ReportSource source, SweepAnalysis analysis, ToIntFunction<String> index) {
        this.source = source;
        this.analysis = analysis;
        this.index = index;
    }

    @Nullable
    PickCard card(List<TrialFacts> trials) {
        Optional<Pick> picked = analysis.pick(Preference.SMALLEST);
        if (picked.isEmpty()) {
            return null;
        }
        Pick pick = picked.get();
        int trial = index.applyAsInt(pick.trial().text());
        TrialFacts facts = trials.get(trial);
        TrialFacts.Course course = facts.course();
        if (course == null) {
            return null;
        }
        int epoch = course.epochs().get(pick.moment());
        String name = facts.files().getOrDefault(epoch, "");
        String file = name.isEmpty() ? "" : "trials/" + facts.id() + "/" + name;
        return new PickCard(
                trial,
                epoch,
                course.steps().get(pick.moment()),
                new Window(
                        course.epochs().get(pick.window().earliest()),
                        course.epochs().get(pick.window().minimum()),
                        course.epochs().get(pick.window().latest()),
                        Rounded.score(pick.window().margin())),
                Range.of(pick.gain()),
                confidence(pick),
                "that it is better than the base by more than " + Percent.size(Thresholds.LEAST_MARGIN),
                pick.sentence(),
                tied(pick),
                file,
                file.isEmpty() ? List.of() : commands(file),
                earliest(pick, trials));
    }

    private static String confidence(Pick pick) {
        double confidence = pick.gain().confidenceAbove(Thresholds.LEAST_MARGIN);
        return confidence > ALMOST_SURE ? "more than " + Percent.share(ALMOST_SURE) : Percent.share(confidence);
    }

    private List<Integer> tied(Pick pick) {
        return analysis.leaderboard().standings().stream()
                .filter(Standing::isTiedWithWinner)
                .flatMap(standing -> standing.trials().stream())
                .filter(id -> !id.equals(pick.trial()))
                .map(id -> index.applyAsInt(id.text()))
                .toList();
    }

    private List<Command> commands(String file) {
        Path path = source.folder().resolve(file);
        String name = path.getFileName().toString().replaceFirst("\\.safetensors$", "");
        Command use = new Command("Use in a prompt", "<lora:" + name + ":1>");
        // A sweep in another store is read without its LoRAs; sweep pick brings the one to take.
        return Files.exists(path)
                ? List.of(new Command("Copy into the web UI", "cp " + quoted(path.toString()) + " models/Lora/"), use)
                : List.of(use);
    }

    /** As one word of a POSIX shell. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private @Nullable Alternative earliest(Pick pick, List<TrialFacts> trials) {
        Optional<Pick> other = analysis.pick(Preference.EARLIEST);
        if (other.isEmpty()
                || (other.get().trial().equals(pick.trial()) && other.get().moment() == pick.moment())) {
            return null;
        }
        int trial = index.applyAsInt(other.get().trial().text());
        TrialFacts.Course course = trials.get(trial).course();
        return course == null
                ? null
                : new Alternative(
                        trial,
                        course.epochs().get(other.get().moment()),
                        other.get().sentence());
    }
}
