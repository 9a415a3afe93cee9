package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often 95 % intervals of scores hold the truth, over many more held-out pictures than the two draws of
 * {@link VerdictFigures}: all of the oracle's pictures are measured once as judges do ({@link BenchmarkSize#JUDGES}),
 * fours are drawn from them, and the oracle has measured the others. Arguments: the base, the folder of results, the oracle's
 * size, and for a part only the subjects.
 */
public final class RedrawnCoverage {
    private final Coverage coverage;
    private final List<Double> offs = new ArrayList<>();

    private RedrawnCoverage(Coverage coverage) {
        this.coverage = coverage;
    }

    public static void main(String[] args) throws IOException {
        Path base = Path.of(args[0]);
        Path root = Path.of(args[1]);
        BenchmarkSize size = BenchmarkSize.of(args[2]);
        String[] subjects = Arrays.copyOfRange(args, 3, args.length);
        List<MeasuredSweep> truth = MeasuredSweep.all(root, base, size, subjects);
        List<MeasuredSweep> judges = MeasuredSweep.all(root, base, BenchmarkSize.JUDGES, subjects);
        RedrawnCoverage redrawn = new RedrawnCoverage(new Coverage(size.draw()));
        int sweeps = 0;
        for (MeasuredSweep sweep : truth) {
            for (MeasuredSweep same : judges) {
                if (same.name().equals(sweep.name())) {
                    redrawn.add(sweep, same);
                    sweeps++;
                }
            }
        }
        System.out.println(redrawn.coverage);
        List<Double> offs = redrawn.offs.stream().sorted().toList();
        System.out.printf(
                "scores of all pictures as judges measure, less the oracle's: 5 %% below %.3f, median %.3f, 5 %% above %.3f%n",
                offs.get(offs.size() / 20), offs.get(offs.size() / 2), offs.get(offs.size() * 19 / 20));
        System.out.println(sweeps + " sweeps");
    }

    private void add(MeasuredSweep truth, MeasuredSweep judges) {
        int epochs = truth.size().epochs();
        List<TrueCourse> measured = judges.truth().courses();
        List<TrueCourse> courses = truth.truth().courses();
        coverage.resample(measured, courses, epochs);
        for (int i = 0; i < courses.size(); i++) {
            TrueCourse asJudges = measured.get(i);
            TrueCourse course = courses.get(i);
            for (int epoch = 1; epoch <= epochs && course.isWhole(); epoch++) {
                offs.add(asJudges.score(epoch) - course.score(epoch));
            }
        }
    }
}
