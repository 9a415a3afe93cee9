package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.demobase.EmojiPackage;
import lorasweep.worker.train.OpenBases;

/**
 * Says of every trial that {@link BenchmarkSize#LARGE} has measured how likely FULL, with eight noises instead of one,
 * gives it another label; the trials that are not sure are trained again and measured with FULL, whose findings then
 * take the place of LARGE's. Arguments: the unpacked emoji package, the base, LARGE's folder of results, and for a part
 * only the subjects.
 */
public final class CloseLabels {
    private static final int COURSES = 1000;

    /** The chance of another label from which on a trial is measured again. */
    private static final double CLOSE = 0.02;

    private final BenchmarkSweep sweep;
    private final List<Subject.Picture> pictures;
    private final OpenBases bases;

    private CloseLabels(BenchmarkSweep sweep, List<Subject.Picture> pictures, OpenBases bases) {
        this.sweep = sweep;
        this.pictures = pictures;
        this.bases = bases;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        EmojiPackage emoji = new EmojiPackage(Path.of(args[0]));
        Set<Subject> subjects = Subject.of(Arrays.asList(args).subList(3, args.length));
        double expected = 0;
        try (OpenBases bases = new OpenBases()) {
            for (BenchmarkSweep sweep : VerdictTrials.sweeps(Path.of(args[2]), Path.of(args[1]), BenchmarkSize.LARGE)) {
                if (subjects.contains(sweep.subject())) {
                    expected += new CloseLabels(sweep, sweep.subject().pictures(emoji), bases).settle();
                }
            }
        }
        System.out.printf("labels that FULL is expected to change in the other trials: %.3f%n", expected);
    }

    /** Measures what is close; how many labels of the others are expected to change. */
    private double settle() throws IOException, InterruptedException {
        List<TrialRecord> trials = MeasuredSweep.of(sweep).trials();
        List<OracleFile> files = trials.stream().map(TrialRecord::oracle).toList();
        List<TrueCourse.Label> labels = labels(files);
        double[] chances = chances(trials, labels);
        List<OracleFile> finest = new ArrayList<>(files);
        double left = 0;
        for (int i = 0; i < chances.length; i++) {
            if (chances[i] > CLOSE) {
                finest.set(i, full(i));
            } else {
                left += chances[i];
            }
        }
        for (int i = 0; i < chances.length; i++) {
            System.out.printf(
                    "%s rate %s seed %d: %s, another by %.1f %% of the courses, now %s%n",
                    sweep.name(),
                    sweep.size().recipes().get(i).rate(),
                    sweep.size().recipes().get(i).seed(),
                    labels.get(i).verdict(),
                    100 * chances[i],
                    labels(finest).get(i).verdict());
        }
        return left;
    }

    private List<TrueCourse.Label> labels(List<OracleFile> files) {
        return TrueCourses.of(files, sweep.size().epochs()).labels();
    }

    private double[] chances(List<TrialRecord> trials, List<TrueCourse.Label> labels) {
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
            List<TrueCourse.Label> now = labels(moved);
            for (int i = 0; i < chances.length; i++) {
                chances[i] += now.get(i).verdict() == labels.get(i).verdict() ? 0 : 1.0 / COURSES;
            }
        }
        return chances;
    }

    private OracleFile full(int trial) throws IOException, InterruptedException {
        TrialSpec spec = sweep.specs().get(trial);
        BenchmarkSweep full =
                new BenchmarkSweep(sweep.root(), sweep.base(), sweep.subject(), sweep.images(), BenchmarkSize.FULL);
        VerdictTrials.run(full, spec::equals, pictures, bases);
        return OracleFile.read(full.oracle(spec));
    }
}
