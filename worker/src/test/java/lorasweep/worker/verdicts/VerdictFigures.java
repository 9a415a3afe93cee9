package lorasweep.worker.verdicts;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lorasweep.analysis.Confusion;
import lorasweep.analysis.Fit;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.result.EpochRecord;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;

/**
 * Judges the trials of {@link VerdictTrials} and compares with the oracle. Arguments: the base, the
 * folder of results, a size, and for a part only the subjects.
 */
public final class VerdictFigures {
    private final List<MeasuredSweep> sweeps;
    private final PrintStream out;
    private final Confusion trials = new Confusion();
    private final Confusion clearTrials = new Confusion();
    private final Confusion epochs = new Confusion();
    private final Regrets regrets = new Regrets();
    private final Coverage coverage;
    private final List<String> wrong = new ArrayList<>();

    VerdictFigures(BenchmarkSize size, List<MeasuredSweep> sweeps, PrintStream out) {
        this.sweeps = List.copyOf(sweeps);
        this.coverage = new Coverage(size.draw());
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        BenchmarkSize size = BenchmarkSize.of(args[2]);
        List<MeasuredSweep> measured =
                MeasuredSweep.all(Path.of(args[1]), Path.of(args[0]), size, Arrays.copyOfRange(args, 3, args.length));
        new VerdictFigures(size, measured, System.out).print();
    }

    void print() {
        for (MeasuredSweep sweep : sweeps) {
            compare(sweep);
        }
        out.printf("%d sweeps%nTrials:%s%nClear trials:%s%nEpochs:%s%n", sweeps.size(), trials, clearTrials, epochs);
        Map<Integer, Long> trialsByNoises = sweeps.stream()
                .flatMap(sweep -> sweep.trials().stream())
                .collect(Collectors.groupingBy(trial -> trial.oracle().noises(), TreeMap::new, Collectors.counting()));
        out.printf("Trials by noises of the oracle: %s%n", trialsByNoises);
        out.println(regrets);
        out.println(coverage);
        wrong.forEach(out::println);
    }

    Confusion trials() {
        return trials;
    }

    Regrets regrets() {
        return regrets;
    }

    Coverage coverage() {
        return coverage;
    }

    private void compare(MeasuredSweep sweep) {
        TrueCourses truth = sweep.truth();
        coverage.resample(truth.courses(), truth.courses(), sweep.size().epochs());
        List<Map<TrialId, TrialAnalysis>> draws = new ArrayList<>();
        for (int draw = 0; draw < sweep.size().draws(); draw++) {
            draws.add(Judgement.of(sweep, draw));
        }
        for (int draw = 0; draw < draws.size(); draw++) {
            Map<TrialId, TrialAnalysis> said = draws.get(draw);
            for (int i = 0; i < sweep.trials().size(); i++) {
                TrialRecord trial = sweep.trials().get(i);
                TrialSpec spec = trial.spec();
                TrialAnalysis analysis = said.get(spec.id());
                TrueCourse course = truth.courses().get(i);
                TrueCourse.Label label = truth.labels().get(i);
                String name = "%s rate %s seed %d draw %d"
                        .formatted(sweep.name(), spec.learningRates().unetLr(), spec.seed(), draw);
                compare(name, analysis, course, label);
                if (course.isWhole()) {
                    regret(sweep.size(), trial, analysis, course, draw);
                    if (draws.size() > 1) {
                        TrialAnalysis others =
                                draws.get((draw + 1) % draws.size()).get(spec.id());
                        coverage.addBetween(
                                analysis.fit().orElseThrow(), others.fit().orElseThrow());
                    }
                }
            }
        }
    }

    private void compare(String name, TrialAnalysis analysis, TrueCourse course, TrueCourse.Label label) {
        Verdict verdict = analysis.finding().verdict();
        trials.add(label.verdict(), verdict);
        if (label.isClear()) {
            clearTrials.add(label.verdict(), verdict);
        }
        if (verdict != label.verdict()) {
            wrong.add("%s: %s%s, said %s: %s %s"
                    .formatted(
                            name,
                            label.verdict(),
                            label.isClear() ? "" : " (close)",
                            verdict,
                            analysis.finding().rule(),
                            analysis.finding().sentence()));
        }
        analysis.fit().ifPresent(fit -> {
            for (int epoch = 1; epoch < fit.moments().size(); epoch++) {
                epochs.add(
                        course.label(epoch, label.verdict()),
                        fit.verdicts().get(epoch - 1).verdict());
            }
            if (course.isWhole()) {
                coverage.add(fit, course);
            }
        });
    }

    private void regret(BenchmarkSize size, TrialRecord trial, TrialAnalysis analysis, TrueCourse course, int draw) {
        Fit fit = analysis.fit().orElseThrow();
        List<EpochRecord> curve = trial.result().epochs();
        int last = size.epochs();
        double[] loss = new double[last];
        double[] validation = new double[last];
        double[] divergence = new double[last];
        for (int i = 0; i < last; i++) {
            loss[i] = curve.get(i).lossMean();
            validation[i] = trial.checkpoints().rows().get(i).validation(draw, size.draws());
            divergence[i] = validation[i] - curve.get(i).lossAverage();
        }
        double best = course.score(course.best());
        regrets.add("chosen epoch", course.score(fit.best().orElseThrow().index()) - best);
        regrets.add(
                "earliest of the window",
                course.score(fit.window().orElseThrow().earliest()) - best);
        regrets.add("last epoch", course.score(last) - best);
        regrets.add("lowest training loss", course.score(1 + lowest(loss)) - best);
        regrets.add("lowest validation loss of the reference", course.score(1 + lowest(validation)) - best);
        regrets.add("lowest divergence of the reference", course.score(1 + lowest(divergence)) - best);
    }

    private static int lowest(double[] values) {
        int lowest = 0;
        for (int i = 1; i < values.length; i++) {
            lowest = values[i] < values[lowest] ? i : lowest;
        }
        return lowest;
    }
}
