package lorasweep.worker.train;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.PackKey;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.DatasetReader;
import lorasweep.worker.data.Progress;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.torch.Torch;

/**
 * Trains the trials of one pack, or goes on where an earlier call was interrupted: checks the input,
 * takes the base, makes missing latents, trains.
 */
public final class PackTraining {
    private static final int DECODERS = 2;
    private static final long DECODING_MEMORY = 1L << 30;

    private final PackWork work;
    private final OpenBases bases;
    private final PackMeasures.Factory measures;
    private final Clock clock;

    /**
     * Prepares a pack.
     *
     * @param bases where the base is taken from and stays
     * @param measures what is measured at the ends of epochs
     * @param clock tells the times in file metadata, and how long things take
     * @throws InvalidInputException naming the settings that keep trials from sharing a pack, or a trial
     *     that is there twice
     */
    public PackTraining(PackWork work, OpenBases bases, PackMeasures.Factory measures, Clock clock) {
        List<TrialSpec> trials = work.trials();
        List<String> problems = new ArrayList<>();
        for (int k = 1; k < trials.size(); k++) {
            List<String> conflicts = PackKey.conflicts(trials.get(0), trials.get(k));
            if (!conflicts.isEmpty()) {
                problems.add(
                        "trial %s: differs from trial %s in %s, expected these to be equal within a pack; train it apart."
                                .formatted(trials.get(k).id(), trials.get(0).id(), String.join(", ", conflicts)));
            }
            if (trials.subList(0, k).contains(trials.get(k))) {
                problems.add("trial " + trials.get(k).id() + ": is given twice, expected each trial once.");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        this.work = work;
        this.bases = bases;
        this.measures = measures;
        this.clock = clock;
    }

    /**
     * Trains until every trial has an outcome or the observer asks to stop.
     *
     * @throws InvalidInputException if device, base, dataset or an earlier state cannot be used
     */
    public TrialRunner.End run(TrainingListener listener, PackObserver observer)
            throws IOException, InterruptedException {
        PackResume resume = PackResume.find(work.trials(), work.trialsFolder());
        if (resume.trials().isEmpty()) {
            return TrialRunner.End.FINISHED;
        }
        TrialSpec first = work.onThisMachine(resume.trials().get(0));
        ContentStore store = ContentStore.open(work.cacheFolder());
        ImageLoader images = new ImageLoader(DECODING_MEMORY);
        Torch.enterThread();
        Torch.useThreads(Torch.threadsOf(work.device()));
        Device device = Torch.device(work.device());
        Dataset dataset = read(first, new DatasetReader(Optional.of(store), images, DECODERS));
        try (OpenBases.Lease lease = bases.lease(first.base(), first.compute(), device)) {
            OpenBase base = lease.base();
            StepThreads.use(base.model().config(), resume.trials(), work.device());
            listener.prepared(dataset, resume.trials(), resume.step());
            LatentSource latents = PackLatents.prepare(base, store, images, DECODERS, dataset, first.dataset());
            PackInputs inputs =
                    new PackInputs(base, resume.trials(), dataset, latents, store, work.samples(), work.trialsFolder());
            try (PackMeasures opened = measures.open(inputs)) {
                return train(inputs, opened, resume.step(), listener, observer);
            }
        }
    }

    /** Pictures are read before a base is loaded; if any is unusable, the base's problems are told with theirs. */
    private static Dataset read(TrialSpec spec, DatasetReader reader) throws InterruptedException {
        try {
            return reader.read(spec, Progress.NONE);
        } catch (InvalidInputException unusable) {
            throw new InvalidInputException(InputProblems.of(spec, reader));
        }
    }

    private TrialRunner.End train(
            PackInputs inputs, PackMeasures opened, long step, TrainingListener listener, PackObserver observer)
            throws IOException {
        List<TrialRun> runs = new ArrayList<>();
        try {
            List<TrialState> states = new ArrayList<>();
            for (TrialSpec spec : inputs.trials()) {
                TrialRun run = open(spec, inputs, step);
                runs.add(run);
                if (step > 0) {
                    states.add(run.states().read(step));
                }
            }
            PackTrainer trainer = new PackTrainer(inputs, opened, clock, listener, observer, runs);
            if (step > 0) {
                trainer.restore(states);
            }
            observer.started();
            return trainer.train();
        } finally {
            for (TrialRun run : runs) {
                run.close();
            }
        }
    }

    private TrialRun open(TrialSpec spec, PackInputs inputs, long step) throws IOException {
        Path folder = PackResume.folder(work.trialsFolder(), spec);
        StepArithmetic arithmetic = StepArithmetic.of(inputs.dataset().samplesPerBucket(), spec.batch(), spec.length());
        TrialIdentity identity = TrialIdentity.claim(folder, spec, clock.instant());
        TrainingMetadata metadata = new TrainingMetadata(
                spec, inputs.dataset(), arithmetic, inputs.base().hashes(inputs.memo()), identity.startedAt());
        return TrialRun.open(spec, arithmetic, folder, metadata, step, clock);
    }
}
