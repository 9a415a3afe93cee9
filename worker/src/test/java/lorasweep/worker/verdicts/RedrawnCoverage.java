package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import lorasweep.trial.TrialSpec;

/**
 * How often 95 % intervals of scores hold the truth, over many more held-out pictures than the two draws of
 * {@link VerdictFigures}: all of the oracle's pictures are measured once as judges do ({@link BenchmarkSize#JUDGES}),
 * fours are drawn from them, and the oracle has measured the others. Arguments: the base, the oracle's folder of
 * results and its size, the folder of results as judges measure, and for a part only the subjects.
 */
public final class RedrawnCoverage {
    private RedrawnCoverage() {}

    public static void main(String[] args) throws IOException {
        Path base = Path.of(args[0]);
        BenchmarkSize size = BenchmarkSize.of(args[2]);
        Set<Subject> subjects = Subject.of(Arrays.asList(args).subList(4, args.length));
        Coverage coverage = new Coverage(size.draw());
        int others = 0;
        for (BenchmarkSweep oracle : VerdictTrials.sweeps(Path.of(args[1]), base, size)) {
            if (subjects.contains(oracle.subject())) {
                others += add(
                        oracle,
                        new BenchmarkSweep(
                                Path.of(args[3]), base, oracle.subject(), oracle.images(), BenchmarkSize.JUDGES),
                        coverage);
            }
        }
        System.out.println(coverage);
        System.out.println(others + " trials left out: not the same when they were trained again");
    }

    private static int add(BenchmarkSweep oracle, BenchmarkSweep judges, Coverage coverage) throws IOException {
        int epochs = oracle.size().epochs();
        int others = 0;
        for (int i = 0; i < oracle.specs().size(); i++) {
            TrialSpec truth = oracle.specs().get(i);
            TrialSpec measured = judges.specs().get(i);
            if (oracle.probes(truth).rows().equals(judges.probes(measured).rows())) {
                coverage.resample(
                        new TrueCourse(OracleFile.read(judges.oracle(measured)), epochs),
                        new TrueCourse(oracle.truth(truth), epochs),
                        epochs);
            } else {
                others++;
            }
        }
        return others;
    }
}
