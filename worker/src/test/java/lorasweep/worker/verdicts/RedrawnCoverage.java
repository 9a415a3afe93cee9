package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;

/**
 * Intervals and chosen epochs of many more held-out pictures than the two draws of {@link VerdictFigures}: all of the
 * oracle's pictures are measured once as judges do ({@link BenchmarkSize#JUDGES}), fours are drawn from them, and the
 * oracle has measured the others. Arguments: the base, the folder of results, the oracle's size, and for a part only the
 * subjects.
 */
public final class RedrawnCoverage {
    private final BenchmarkSize size;
    private final Coverage coverage;
    private final Regrets regrets = new Regrets();
    private final List<Double> offs = new ArrayList<>();

    private RedrawnCoverage(BenchmarkSize size) {
        this.size = size;
        this.coverage = new Coverage(size.draw());
    }

    public static void main(String[] args) throws IOException {
        BenchmarkSize size = BenchmarkSize.of(args[2]);
        Set<Subject> subjects = Subject.of(Arrays.asList(args).subList(3, args.length));
        RedrawnCoverage redrawn = new RedrawnCoverage(size);
        int sweeps = 0;
        for (BenchmarkSweep sweep : VerdictTrials.sweeps(Path.of(args[1]), Path.of(args[0]), size)) {
            BenchmarkSweep judges = new BenchmarkSweep(
                    sweep.root(), sweep.base(), sweep.subject(), sweep.images(), BenchmarkSize.JUDGES);
            if (subjects.contains(sweep.subject()) && isMeasured(sweep) && isMeasured(judges)) {
                redrawn.add(MeasuredSweep.of(sweep), MeasuredSweep.of(judges), judges.oracle());
                sweeps++;
            }
        }
        System.out.println(redrawn.coverage);
        System.out.println(redrawn.regrets);
        List<Double> offs = redrawn.offs.stream().sorted().toList();
        System.out.printf(
                "scores of all pictures as judges measure, less the oracle's: 5 %% below %.3f, median %.3f, 5 %% above %.3f%n",
                offs.get(offs.size() / 20), offs.get(offs.size() / 2), offs.get(offs.size() * 19 / 20));
        System.out.println(sweeps + " sweeps");
    }

    private static boolean isMeasured(BenchmarkSweep sweep) {
        return sweep.specs().stream().allMatch(spec -> Files.exists(sweep.oracle(spec)));
    }

    private void add(MeasuredSweep truth, MeasuredSweep judges, OracleFolder folder) throws IOException {
        List<TrueCourse> measured = judges.truth().courses();
        List<TrueCourse> courses = truth.truth().courses();
        coverage.resample(measured, courses, size.epochs());
        for (int i = 0; i < courses.size(); i++) {
            if (courses.get(i).isWhole()) {
                for (int epoch = 1; epoch <= size.epochs(); epoch++) {
                    offs.add(measured.get(i).score(epoch) - courses.get(i).score(epoch));
                }
                choose(judges.trials().get(i), courses.get(i), folder);
            }
        }
    }

    /** What the epoch costs that fours choose. */
    private void choose(TrialRecord trial, TrueCourse course, OracleFolder folder) throws IOException {
        double[][] scores = new double[size.epochs() + 1][];
        for (int epoch = 1; epoch <= size.epochs(); epoch++) {
            scores[epoch] = OracleFolder.heldOut(folder.scores(
                    trial.result().probes().orElseThrow().plan(),
                    OracleFolder.name(trial.spec().id(), epoch),
                    BenchmarkSize.JUDGES.oracleNoises()));
        }
        RandomStream stream = RandomStream.of(size.epochs(), Purpose.DEMO, scores[1].length);
        for (int i = 0; i < Coverage.REDRAWS; i++) {
            int[] order = stream.permutation(scores[1].length);
            int chosen = 1;
            for (int epoch = 2; epoch <= size.epochs(); epoch++) {
                chosen = mean(scores[epoch], order) < mean(scores[chosen], order) ? epoch : chosen;
            }
            regrets.add("chosen by fours drawn again", course.score(chosen) - course.score(course.best()));
        }
    }

    private double mean(double[] scores, int[] order) {
        return IntStream.range(0, size.draw())
                .mapToDouble(i -> scores[order[i]])
                .average()
                .orElseThrow();
    }
}
