package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;

/**
 * Says of every trial how likely those of {@link BenchmarkSize#FULL}'s noises that the oracle has not measured give it
 * another label. Arguments: the base, the folder of results, and for a part only the subjects.
 */
public final class CloseLabels {
    private static final int COURSES = 1000;

    private CloseLabels() {}

    public static void main(String[] args) throws IOException {
        double expected = 0;
        for (MeasuredSweep sweep : MeasuredSweep.all(
                Path.of(args[1]), Path.of(args[0]), BenchmarkSize.FULL, Arrays.copyOfRange(args, 2, args.length))) {
            double[] chances = chances(sweep);
            print(sweep, chances);
            expected += Arrays.stream(chances).sum();
        }
        System.out.printf("labels that noises not measured are expected to change: %.3f%n", expected);
    }

    private static void print(MeasuredSweep sweep, double[] chances) {
        List<TrueCourse.Label> labels = sweep.truth().labels();
        for (int i = 0; i < chances.length; i++) {
            System.out.printf(
                    "%s rate %s seed %d: %s by %d noises, another by %.1f %% of the courses%n",
                    sweep.name(),
                    sweep.size().recipes().get(i).rate(),
                    sweep.size().recipes().get(i).seed(),
                    labels.get(i).verdict(),
                    sweep.trials().get(i).oracle().noises(),
                    100 * chances[i]);
        }
    }

    private static double[] chances(MeasuredSweep sweep) {
        List<TrueCourse.Label> labels = sweep.truth().labels();
        List<TrialRecord> trials = sweep.trials();
        List<OracleNoise> noises = trials.stream()
                .map(trial -> OracleNoise.of(trial, sweep.size()))
                .toList();
        double[] chances = new double[trials.size()];
        RandomStream stream = RandomStream.of(sweep.images(), Purpose.DEMO, COURSES);
        for (int course = 0; course < COURSES; course++) {
            List<OracleFile> moved = new ArrayList<>();
            for (int i = 0; i < trials.size(); i++) {
                moved.add(noises.get(i).moved(trials.get(i).oracle(), stream));
            }
            List<TrueCourse.Label> now =
                    TrueCourses.of(moved, sweep.size().epochs()).labels();
            for (int i = 0; i < chances.length; i++) {
                chances[i] += now.get(i).verdict() == labels.get(i).verdict() ? 0 : 1.0 / COURSES;
            }
        }
        return chances;
    }
}
