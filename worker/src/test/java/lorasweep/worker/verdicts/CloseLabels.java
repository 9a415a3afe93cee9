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
 * Says of every trial that {@link BenchmarkSize#LARGE} has measured how likely the other noises of FULL give it another
 * label, and measures those that are not sure with one noise after the other, until they are or have all eight. Arguments:
 * the unpacked emoji package, the base, the folder of results, and for a part only the subjects.
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
        System.out.printf("labels that noises not measured are expected to change: %.3f%n", expected);
    }

    /** Measures what is close; how many labels are expected to change by all noises that were not measured. */
    private double settle() throws IOException, InterruptedException {
        for (int noises = 2; noises <= BenchmarkSize.FULL.oracleNoises(); noises++) {
            double[] chances = chances(MeasuredSweep.of(sweep).trials());
            for (int i = 0; i < chances.length; i++) {
                if (chances[i] > CLOSE) {
                    measure(sweep.specs().get(i), noises);
                }
            }
        }
        List<TrialRecord> trials = MeasuredSweep.of(sweep).trials();
        double[] chances = chances(trials);
        for (int i = 0; i < chances.length; i++) {
            System.out.printf(
                    "%s rate %s seed %d: %s by %d noises, another by %.1f %% of the courses%n",
                    sweep.name(),
                    sweep.size().recipes().get(i).rate(),
                    sweep.size().recipes().get(i).seed(),
                    labels(trials).get(i).verdict(),
                    trials.get(i).oracle().noises(),
                    100 * chances[i]);
        }
        return Arrays.stream(chances).sum();
    }

    private void measure(TrialSpec spec, int noises) throws IOException, InterruptedException {
        BenchmarkSweep finer = new BenchmarkSweep(
                sweep.root(),
                sweep.base(),
                sweep.subject(),
                sweep.images(),
                sweep.size().withNoises(noises));
        VerdictTrials.run(finer, spec::equals, pictures, bases);
    }

    private List<TrueCourse.Label> labels(List<TrialRecord> trials) {
        return labelsOf(trials.stream().map(TrialRecord::oracle).toList());
    }

    private List<TrueCourse.Label> labelsOf(List<OracleFile> files) {
        return TrueCourses.of(files, sweep.size().epochs()).labels();
    }

    private double[] chances(List<TrialRecord> trials) {
        List<TrueCourse.Label> labels = labels(trials);
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
            List<TrueCourse.Label> now = labelsOf(moved);
            for (int i = 0; i < chances.length; i++) {
                chances[i] += now.get(i).verdict() == labels.get(i).verdict() ? 0 : 1.0 / COURSES;
            }
        }
        return chances;
    }
}
