package lorasweep.worker.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import lorasweep.result.Curve;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialFolder;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.train.OpenBases;
import lorasweep.worker.train.PackMeasures;
import lorasweep.worker.train.PackTraining;
import lorasweep.worker.train.TrainingListener;

/**
 * Whole trials through the trainer: some of them packed, and the same ones one after another. Seconds are
 * of processor time, so a busy machine measures about what an idle one does.
 *
 * @param base checkpoint or diffusers folder
 * @param settings of every trial, kohya's names; seeds are added
 * @param imageSide side of the square pictures in pixels
 * @param pack trials
 * @param steps of each trial; the first two are not counted
 */
public record PackBenchmark(Path base, Map<String, Object> settings, int imageSide, int pack, int steps) {
    private static final int WARM_UP = 2;
    private static final int PICTURES = 8;

    /**
     * What was measured.
     *
     * @param alone the mean step of a trial by itself, seconds by phase
     * @param packed the mean step of the pack
     * @param lossDifference the largest relative difference between losses alone and packed
     */
    public record Result(StepTiming alone, StepTiming packed, double lossDifference) {
        /** How much faster one step of one adapter is in the pack. */
        public double speedUp() {
            return alone.share() / packed.share();
        }
    }

    /** Trains into a folder that is empty. */
    public Result run(Path folder) throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        new MadeUpPictures(PICTURES, imageSide).write(data);
        List<TrialSpec> trials = new ArrayList<>();
        for (int seed = 1; seed <= pack; seed++) {
            trials.add(trial(data, seed));
        }
        try (OpenBases bases = new OpenBases()) {
            train(bases, trials.subList(0, 1), folder, "warm-up");
            List<StepTiming> alone = new ArrayList<>();
            for (TrialSpec trial : trials) {
                train(bases, List.of(trial), folder, "alone");
                alone.addAll(counted(result(folder, "alone", trial)));
            }
            train(bases, trials, folder, "packed");
            double difference = 0;
            for (TrialSpec trial : trials) {
                difference = Math.max(
                        difference, difference(result(folder, "alone", trial), result(folder, "packed", trial)));
            }
            return new Result(mean(alone), mean(counted(result(folder, "packed", trials.get(0)))), difference);
        }
    }

    private TrialSpec trial(Path data, int seed) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "pretrained_model_name_or_path",
                base.toString(),
                "train_data_dir",
                data.toString(),
                "resolution",
                Integer.toString(imageSide),
                "heldout_fraction",
                0,
                "heldout_min",
                0,
                "max_train_steps",
                steps,
                "save_every_n_epochs",
                0,
                "seed",
                seed));
        all.putAll(settings);
        return TrialSpec.of(all);
    }

    private static void train(OpenBases bases, List<TrialSpec> trials, Path folder, String name)
            throws IOException, InterruptedException {
        PackWork work = new PackWork(trials, Optional.empty(), folder.resolve(name), folder.resolve("cache"), "cpu");
        new PackTraining(work, bases, inputs -> PackMeasures.NONE, new ProcessorClock())
                .run(TrainingListener.NONE, PackObserver.NONE);
    }

    private static TrialFolder result(Path folder, String name, TrialSpec trial) {
        return TrialFolder.at(folder.resolve(name).resolve(trial.id().toString()));
    }

    private static List<StepTiming> counted(TrialFolder trial) throws IOException {
        List<StepTiming> all = trial.timings();
        return all.subList(WARM_UP, all.size());
    }

    /** Not the median: the system counts processor time in hundredths of a second. */
    private static StepTiming mean(List<StepTiming> steps) {
        return new StepTiming(
                steps.size(),
                steps.get(0).trials(),
                mean(steps, StepTiming::data),
                mean(steps, StepTiming::forward),
                mean(steps, StepTiming::backward),
                mean(steps, StepTiming::update));
    }

    private static double mean(List<StepTiming> steps, ToDoubleFunction<StepTiming> phase) {
        return steps.stream().mapToDouble(phase).average().orElseThrow();
    }

    private static double difference(TrialFolder first, TrialFolder second) throws IOException {
        double[] a = first.curves().column(Curve.LOSS).orElseThrow();
        double[] b = second.curves().column(Curve.LOSS).orElseThrow();
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]) / a[i]);
        }
        return largest;
    }
}
