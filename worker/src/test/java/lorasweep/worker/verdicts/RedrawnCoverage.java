package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lorasweep.trial.TrialSpec;

/**
 * How often 95 % intervals of scores hold the truth, over many more held-out pictures than the two draws of
 * {@link VerdictFigures}: all of the oracle's pictures are measured once as judges do ({@link BenchmarkSize#JUDGES}),
 * fours are drawn from them, and the oracle has measured the others. Arguments: the base, the oracle's folder of
 * results and its size, the folder of results as judges measure, and for a part only the subjects.
 */
public final class RedrawnCoverage {
    private final Coverage coverage;
    private final List<Double> offs = new ArrayList<>();

    private RedrawnCoverage(Coverage coverage) {
        this.coverage = coverage;
    }

    public static void main(String[] args) throws IOException {
        Path base = Path.of(args[0]);
        BenchmarkSize size = BenchmarkSize.of(args[2]);
        Set<Subject> subjects = Subject.of(Arrays.asList(args).subList(4, args.length));
        RedrawnCoverage redrawn = new RedrawnCoverage(new Coverage(size.draw()));
        int sweeps = 0;
        int others = 0;
        for (BenchmarkSweep oracle : VerdictTrials.sweeps(Path.of(args[1]), base, size)) {
            BenchmarkSweep judges =
                    new BenchmarkSweep(Path.of(args[3]), base, oracle.subject(), oracle.images(), BenchmarkSize.JUDGES);
            if (subjects.contains(oracle.subject()) && isMeasured(oracle) && isMeasured(judges)) {
                sweeps++;
                others += redrawn.add(oracle, judges);
            }
        }
        System.out.println(redrawn.coverage);
        List<Double> offs = redrawn.offs.stream().sorted().toList();
        System.out.printf(
                "scores of all pictures as judges measure, less the oracle's: 5 %% below %.3f, median %.3f, 5 %% above %.3f%n",
                offs.get(offs.size() / 20), offs.get(offs.size() / 2), offs.get(offs.size() * 19 / 20));
        System.out.println(
                sweeps + " sweeps, " + others + " trials left out: not the same when they were trained again");
    }

    private static boolean isMeasured(BenchmarkSweep sweep) {
        return sweep.specs().stream().allMatch(spec -> Files.exists(sweep.oracle(spec)));
    }

    private int add(BenchmarkSweep oracle, BenchmarkSweep judges) throws IOException {
        int epochs = oracle.size().epochs();
        int others = 0;
        for (int i = 0; i < oracle.specs().size(); i++) {
            TrialSpec truth = oracle.specs().get(i);
            TrialSpec measured = judges.specs().get(i);
            if (oracle.probes(truth).rows().equals(judges.probes(measured).rows())) {
                TrueCourse asJudges = new TrueCourse(OracleFile.read(judges.oracle(measured)), epochs);
                TrueCourse course = new TrueCourse(oracle.truth(truth), epochs);
                coverage.resample(asJudges, course, epochs);
                for (int epoch = 1; epoch <= epochs && course.isWhole(); epoch++) {
                    offs.add(asJudges.score(epoch) - course.score(epoch));
                }
            } else {
                others++;
            }
        }
        return others;
    }
}
