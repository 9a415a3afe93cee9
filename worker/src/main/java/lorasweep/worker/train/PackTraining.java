package lorasweep.worker.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.PackKey;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.cache.Latent;
import lorasweep.worker.cache.LatentCache;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.DatasetReader;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.Progress;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.image.AlphaUse;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.vae.AutoencoderKl;

/**
 * Trains the trials of one pack into {@code out/trials/<id>/}, or goes on where an earlier call was
 * interrupted: checks the input, loads the base, makes missing latents, trains.
 */
public final class PackTraining {
    private static final int DECODERS = 2;
    private static final long DECODING_MEMORY = 1L << 30;

    private final List<TrialSpec> trials;
    private final Path out;
    private final Clock clock;

    /** How a call of {@link #run} ended. */
    public enum End {
        /** Every trial has an outcome. */
        FINISHED,
        /** Stopped by the signal; the same call goes on from here. */
        STOPPED
    }

    /**
     * Prepares a pack.
     *
     * @param trials that can share a pack
     * @param out folder of all output
     * @param clock tells the times in file metadata
     * @throws InvalidInputException naming the settings that keep trials from sharing a pack, or a trial
     *     that is there twice
     */
    public PackTraining(List<TrialSpec> trials, Path out, Clock clock) {
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
        this.trials = List.copyOf(trials);
        this.out = out;
        this.clock = clock;
    }

    /**
     * Trains until every trial has an outcome or the signal is raised.
     *
     * @throws InvalidInputException if base, dataset or an earlier state cannot be used
     */
    public End run(TrainingListener listener, StopSignal stop) throws IOException, InterruptedException {
        PackResume resume = PackResume.find(trials, out);
        if (resume.trials().isEmpty()) {
            return End.FINISHED;
        }
        TrialSpec first = trials.get(0);
        ModelFiles files = new ModelFiles(
                Path.of(first.base().pretrainedModelNameOrPath()),
                first.base().vae().map(Path::of),
                Optional.empty());
        ContentStore store = ContentStore.open(out.resolve("cache"));
        ImageLoader images = new ImageLoader(DECODING_MEMORY);
        try (BaseModel model = BaseModel.open(files)) {
            Dataset dataset = new DatasetReader(Optional.of(store), images, DECODERS).read(first, Progress.NONE);
            try (NDManager manager = Torch.newManager(Device.cpu())) {
                PredictionType prediction =
                        first.base().vParameterization() ? PredictionType.V_PREDICTION : PredictionType.EPSILON;
                try (FrozenBase base = FrozenBase.load(model, first.compute(), prediction, manager)) {
                    LatentSource latents = latents(model, base.kernels(), manager, store, images, dataset);
                    ClipTokenizer tokenizer =
                            model.tokenizer().map(ClipTokenizer::read).orElseGet(ClipTokenizer::ofClip);
                    PackBatches batches = new PackBatches(base, tokenizer, latents);
                    return train(resume, base, dataset, batches, hashes(files), listener, stop);
                }
            }
        }
    }

    private End train(
            PackResume resume,
            FrozenBase base,
            Dataset dataset,
            PackBatches batches,
            Map<String, String> hashes,
            TrainingListener listener,
            StopSignal stop)
            throws IOException {
        List<TrialRun> runs = new ArrayList<>();
        try {
            List<TrialState> states = new ArrayList<>();
            for (TrialSpec spec : resume.trials()) {
                TrialRun run = open(spec, dataset, hashes, resume.step());
                runs.add(run);
                if (resume.step() > 0) {
                    states.add(run.states().read(resume.step()));
                }
            }
            PackTrainer trainer = new PackTrainer(base, dataset, batches, clock, listener, stop, runs);
            if (resume.step() > 0) {
                trainer.restore(states);
            }
            return trainer.train() == PackTrainer.End.FINISHED ? End.FINISHED : End.STOPPED;
        } finally {
            for (TrialRun run : runs) {
                run.close();
            }
        }
    }

    /** The hashes of the base's files that kohya writes; a folder has none. */
    private static Map<String, String> hashes(ModelFiles files) {
        Map<String, String> hashes = new HashMap<>();
        if (Files.isRegularFile(files.base())) {
            hashes.put("ss_sd_model_hash", ModelHashes.legacyOfFile(files.base()));
            hashes.put("ss_new_sd_model_hash", ModelHashes.ofWholeFile(files.base()));
        }
        files.vae().filter(Files::isRegularFile).ifPresent(vae -> {
            hashes.put("ss_vae_hash", ModelHashes.legacyOfFile(vae));
            hashes.put("ss_new_vae_hash", ModelHashes.ofWholeFile(vae));
        });
        return hashes;
    }

    private TrialRun open(TrialSpec spec, Dataset dataset, Map<String, String> hashes, long step) throws IOException {
        Path folder = PackResume.folder(out, spec);
        StepArithmetic arithmetic = StepArithmetic.of(dataset.samplesPerBucket(), spec.batch(), spec.length());
        TrialIdentity identity = TrialIdentity.claim(folder, spec, clock.instant());
        TrainingMetadata metadata = new TrainingMetadata(spec, dataset, arithmetic, hashes, identity.startedAt());
        return TrialRun.open(spec, arithmetic, folder, metadata, step, clock);
    }

    private LatentSource latents(
            BaseModel model,
            Kernels kernels,
            NDManager manager,
            ContentStore store,
            ImageLoader images,
            Dataset dataset)
            throws InterruptedException {
        TrialSpec first = trials.get(0);
        LazyVae vae = new LazyVae(model, kernels, manager);
        LatentCache cache = new LatentCache(
                store,
                images,
                new LatentCache.Encoding(
                        pixels -> vae.encode(
                                pixels.values(),
                                new Shape(
                                        1,
                                        3,
                                        pixels.size().height(),
                                        pixels.size().width())),
                        PartFingerprint.of(model, Part.VAE),
                        model.config().vae().latentChannels(),
                        model.config().vae().downscaleFactor(),
                        first.dataset().alphaMask() ? AlphaUse.MASK : AlphaUse.WHITE));
        Set<Flip> flips = first.dataset().flipAug() ? EnumSet.allOf(Flip.class) : EnumSet.of(Flip.NONE);
        List<TrainingImage> trained = new ArrayList<>(dataset.training());
        trained.addAll(dataset.regularisation());
        cache.prepare(trained, flips, DECODERS, Progress.NONE);
        vae.close();
        Map<String, Latent> loaded = new HashMap<>();
        return (image, flip) -> loaded.computeIfAbsent(
                image.content() + " " + image.bucket() + " " + flip, key -> load(cache, image, flip));
    }

    private static Latent load(LatentCache cache, TrainingImage image, Flip flip) {
        try {
            return cache.load(image, flip);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("while a latent was read"));
        }
    }

    /** The VAE, loaded when the first latent is missing and dropped when all are there. */
    private static final class LazyVae implements AutoCloseable {
        private final BaseModel model;
        private final Kernels kernels;
        private final NDManager manager;
        private Optional<AutoencoderKl> vae = Optional.empty();

        LazyVae(BaseModel model, Kernels kernels, NDManager parent) {
            this.model = model;
            this.kernels = kernels;
            this.manager = parent.newSubManager();
        }

        float[] encode(float[] pixels, Shape shape) {
            AutoencoderKl loaded = vae.orElseGet(() -> new AutoencoderKl(
                    kernels, model.config().vae(), model.weights(Part.VAE, Precision.FP32, manager, kernels)));
            vae = Optional.of(loaded);
            try (NDManager scratch = manager.newSubManager()) {
                NDArray moments = loaded.encode(scratch, scratch.create(pixels, shape));
                return moments.toFloatArray();
            }
        }

        @Override
        public void close() {
            vae.ifPresent(AutoencoderKl::close);
            vae = Optional.empty();
            manager.close();
        }
    }
}
