package lorasweep.worker.probe;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.Split;
import lorasweep.result.WeightTest;
import lorasweep.runner.PackWork;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.lora.LoraFile;
import lorasweep.worker.lora.LoraTargets;
import lorasweep.worker.sampling.AppliedLora;
import lorasweep.worker.sampling.LoraMix;
import lorasweep.worker.train.FrozenBase;
import lorasweep.worker.train.OpenBases;
import lorasweep.worker.train.PackInputs;
import lorasweep.worker.train.PackMeasures;
import lorasweep.worker.train.PackMeasures.Moment;
import lorasweep.worker.train.PackTraining;
import lorasweep.worker.train.TrainingListener;

/** Measures LoRA files after training, on whatever pictures a trial's settings name as held out. */
public final class CheckpointProbes {
    private static final long VALIDATION_SEED = 7;
    /** Points in a batch: more no longer fit into the processor's caches together. */
    private static final int AT_ONCE = 32;

    private static final List<Integer> VALIDATION_TIMESTEPS = List.of(200, 400, 600, 800);

    private final TrialSpec spec;
    private final PackInputs inputs;
    private final ProbeSet set;
    private final Probes probes;
    private final Losses base;
    private final Predictor predictor;

    private CheckpointProbes(PackInputs inputs) throws IOException {
        this.spec = inputs.trials().get(0);
        this.inputs = inputs;
        this.set = ProbeSet.of(spec.probes(), inputs.dataset()).orElseThrow();
        this.probes = Probes.of(inputs).orElseThrow();
        this.base = probes.base(spec);
        this.predictor = new Predictor(inputs.base(), inputs.latents(), VALIDATION_SEED);
    }

    /** Does something with probes. */
    @FunctionalInterface
    public interface Use {
        /** Does it. */
        void with(CheckpointProbes probes) throws IOException, InterruptedException;
    }

    /**
     * Opens the base and dataset of a trial, of which nothing else is trained than one step in a folder
     * that is thrown away.
     */
    public static void use(TrialSpec spec, Path cache, OpenBases bases, Use use)
            throws IOException, InterruptedException {
        Path out = Files.createTempDirectory("checkpoint-probes");
        PackMeasures.Factory factory = inputs -> {
            use.with(new CheckpointProbes(inputs));
            return PackMeasures.NONE;
        };
        try {
            new PackTraining(
                            new PackWork(List.of(spec), Optional.empty(), out, cache, "cpu"),
                            bases,
                            factory,
                            TinyPack.CLOCK)
                    .run(TrainingListener.NONE, TinyPack.stoppingWhen(() -> true));
        } finally {
            try (Stream<Path> files = Files.walk(out)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The adapters of a LoRA file. */
    public List<LoraAdapter> open(Path file) {
        try (LoraFile lora = LoraFile.open(file)) {
            return lora.adapters(LoraTargets.DEFAULT.of(inputs.base().model().config()));
        }
    }

    /** What is measured: held-out pictures, then trained ones. */
    public ProbePlan plan() {
        return set.plan();
    }

    /**
     * Losses of a LoRA that is added to the weights, on all pictures at these timesteps with one of the noises.
     *
     * @param adapters none for the base
     * @return picture by picture, in the plan's order
     */
    public float[] losses(List<LoraAdapter> adapters, List<Integer> timesteps, int noise) {
        List<ProbePoint> points = timesteps.stream()
                .map(timestep -> new ProbePoint(timestep, noise))
                .toList();
        float[] losses = new float[set.images().size() * points.size()];
        try (NDManager owner = inputs.base().frozen().manager().newSubManager()) {
            FrozenBase folded = FoldedLora.fold(inputs.base(), owner, adapters);
            Predictor merged = new Predictor(
                    folded,
                    inputs.base().tokenizer(),
                    inputs.latents(),
                    set.plan().seed());
            for (int i = 0; i < set.images().size(); i++) {
                TrainingImage image = set.images().get(i);
                Conditioning text = Conditioning.ofCaption(spec, image.caption());
                for (int first = 0; first < points.size(); first += AT_ONCE) {
                    List<ProbePoint> some = points.subList(first, Math.min(points.size(), first + AT_ONCE));
                    float[] own = merged.losses(Optional.empty(), image, text, some);
                    System.arraycopy(own, 0, losses, i * points.size() + first, own.length);
                }
            }
            folded.unet().close();
        }
        return losses;
    }

    /**
     * The reference trainer's validation loss: the mean over a group of held-out pictures and the
     * timesteps 200, 400, 600 and 800. Its loader gives the noises of one generator to the pictures in
     * an order that is drawn anew for each epoch; here a picture's noise has the number of its place.
     *
     * @param first the group's first picture
     * @param count pictures in the group
     */
    public double validation(List<LoraAdapter> adapters, int epoch, int first, int count) {
        int[] places = RandomStream.of(epoch, Purpose.DEMO, first).permutation(count);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            TrainingImage image = set.images().get(first + i);
            int place = places[i];
            List<ProbePoint> points = VALIDATION_TIMESTEPS.stream()
                    .map(timestep -> new ProbePoint(timestep, place))
                    .toList();
            for (float loss : losses(adapters, image, points)) {
                sum += loss;
            }
        }
        return sum / count / VALIDATION_TIMESTEPS.size();
    }

    private float[] losses(List<LoraAdapter> adapters, TrainingImage image, List<ProbePoint> points) {
        FrozenBase frozen = inputs.base().frozen();
        try (NDManager owner = frozen.manager().newSubManager();
                LoraMix mix = LoraMix.of(
                        frozen.kernels(), owner, frozen.config(), List.of(List.of(new AppliedLora(adapters, 1, 1))))) {
            return predictor.losses(Optional.of(mix), image, Conditioning.ofCaption(spec, image.caption()), points);
        }
    }

    /** The weight test on a group of held-out pictures, as a trial with these alone would make it. */
    public WeightTest weightTest(List<LoraAdapter> adapters, int epoch, long step, int first, int count) {
        ProbePlan all = set.plan();
        ProbePlan plan = new ProbePlan(
                all.seed(),
                all.heldOut().subList(first, first + count),
                List.of(),
                all.timesteps(),
                all.noises(),
                all.bands());
        ProbeSet group = new ProbeSet(plan, set.images().subList(first, first + count));
        Losses asTrained = probes.losses(spec, adapters, group, Multipliers.AS_TRAINED);
        int from = first * all.timesteps().size() * all.noises();
        Losses ofBase = Losses.of(Arrays.copyOfRange(base.toArray(), from, from + plan.count(Split.HELD_OUT)));
        return WeightTests.of(
                spec,
                new Moment(epoch, step),
                group,
                ofBase,
                asTrained,
                (part, multipliers) -> probes.losses(spec, adapters, part, multipliers));
    }
}
