package lorasweep.worker.probe;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lorasweep.analysis.score.ProbeScore;
import lorasweep.result.Losses;
import lorasweep.result.Measure;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.ResultLog;
import lorasweep.result.Split;
import lorasweep.result.TrialFolder;
import lorasweep.result.WeightTest;
import lorasweep.search.ScoreBoard.Score;
import lorasweep.trial.ProbeRhythm;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.probe.WeightTests.Multipliers;
import lorasweep.worker.sampling.AppliedLora;
import lorasweep.worker.sampling.LoraMix;
import lorasweep.worker.train.FrozenBase;
import lorasweep.worker.train.PackInputs;
import lorasweep.worker.train.PackMeasures.Member;
import lorasweep.worker.train.PackMeasures.Moment;

/** Measures trials on the probe set and leaves the rows in their folders. */
public final class Probes {
    /** Ranks of a LoRA under several multipliers that are held side by side; each is 2.4 MB of Stable Diffusion 1.5. */
    private static final int MOST_RANKS = 128;

    private final PackInputs inputs;
    private final ProbeSet probes;
    private final Predictor predictor;
    private final BaseLosses baseLosses;
    private final PromptAnswers answers;
    private final Map<TrialId, Losses> bases = new HashMap<>();

    private Probes(PackInputs inputs, ProbeSet probes) {
        this.inputs = inputs;
        this.probes = probes;
        this.predictor =
                new Predictor(inputs.base(), inputs.latents(), probes.plan().seed());
        this.baseLosses = new BaseLosses(inputs, probes, predictor);
        this.answers = new PromptAnswers(inputs.dataset(), probes, predictor);
    }

    /**
     * The probes of a pack; empty if its dataset and settings leave no picture to probe. The base's
     * losses are measured now if they are missing.
     *
     * @throws lorasweep.trial.InvalidInputException if one is no finite number above 0
     */
    public static Optional<Probes> of(PackInputs inputs) throws IOException {
        Optional<ProbeSet> set = ProbeSet.of(inputs.trials().get(0).probes(), inputs.dataset());
        if (set.isEmpty()) {
            return Optional.empty();
        }
        Probes probes = new Probes(inputs, set.get());
        for (TrialSpec spec : inputs.trials()) {
            probes.base(spec, probes.folder(spec));
        }
        return Optional.of(probes);
    }

    /** Whether a trial is measured at a moment: after every n-th epoch, and at its end. */
    public boolean isDue(Member member, Moment moment) {
        TrialSpec spec = member.spec();
        StepArithmetic steps = StepArithmetic.of(inputs.dataset().samplesPerBucket(), spec.batch(), spec.length());
        long every = ProbeRhythm.everyEpochs(spec.probes(), steps, probes.plan().count());
        return member.isLast() || moment.epoch() % every == 0;
    }

    /**
     * Measures a trial and writes the row; at the end of its training also the weight test and further
     * measures.
     */
    public Score measure(Moment moment, Member member) throws IOException {
        TrialSpec spec = member.spec();
        TrialFolder folder = folder(spec);
        Losses base = base(spec, folder);
        List<LoraAdapter> adapters = member.lora().get();
        Losses losses = losses(spec, adapters, probes, Multipliers.AS_TRAINED);
        try (ResultLog<ProbeRow> log = folder.openProbes(probes.plan(), base)) {
            log.append(new ProbeRow(moment.epoch(), moment.step(), losses));
        }
        if (member.isLast() && losses.isFinite()) {
            end(moment, spec, folder, adapters, base, losses);
        }
        return new Score(
                ProbeScore.of(probes.plan(), base, losses, Split.TRAIN_TWIN),
                ProbeScore.of(probes.plan(), base, losses, Split.HELD_OUT));
    }

    private void end(
            Moment moment,
            TrialSpec spec,
            TrialFolder folder,
            List<LoraAdapter> adapters,
            Losses base,
            Losses asTrained)
            throws IOException {
        WeightTest test = WeightTests.of(
                spec, moment, probes, base, asTrained, (part, pairs) -> losses(spec, adapters, part, pairs));
        try (ResultLog<WeightTest> log = folder.openWeightTests()) {
            log.append(test);
        }
        List<Measure> measures = new ArrayList<>();
        with(adapters, List.of(Multipliers.AS_TRAINED), mix -> measures.addAll(answers.of(spec, moment, mix)));
        measures.add(BlockNorms.of(moment, adapters));
        try (ResultLog<Measure> log = folder.openMeasures()) {
            for (Measure measure : measures) {
                log.append(measure);
            }
        }
    }

    /**
     * What a trial is compared with: the base's losses as its folder has them, so that it stays
     * comparable with itself on another machine, else measured.
     */
    private Losses base(TrialSpec spec, TrialFolder folder) throws IOException {
        TrialId id = spec.id();
        Losses known = bases.get(id);
        if (known == null) {
            known = folder.read()
                    .probes()
                    .filter(table -> table.plan().equals(probes.plan()))
                    .map(ProbeTable::base)
                    .orElseGet(() -> baseLosses.of(spec));
            bases.put(id, known);
        }
        return known;
    }

    private TrialFolder folder(TrialSpec spec) {
        return TrialFolder.at(inputs.trialsFolder().resolve(spec.id().toString()));
    }

    /** Losses of a trial's LoRA on a set of probes. */
    Losses losses(TrialSpec spec, List<LoraAdapter> adapters, ProbeSet set, Multipliers multipliers) {
        return sideBySide(spec, adapters, set, List.of(multipliers)).get(0);
    }

    /**
     * Losses of a trial's LoRA on a set of probes under several multipliers, as many side by side as fit into a batch;
     * how many follows from the trial and its pictures alone.
     */
    List<Losses> losses(TrialSpec spec, List<LoraAdapter> adapters, ProbeSet set, List<Multipliers> multipliers) {
        int rank = adapters.stream().mapToInt(LoraAdapter::rank).max().orElse(1);
        int together = Math.max(1, Math.min(MOST_RANKS / rank, predictor.variantsAtOnce(set)));
        List<Losses> all = new ArrayList<>();
        for (int first = 0; first < multipliers.size(); first += together) {
            int end = Math.min(multipliers.size(), first + together);
            all.addAll(sideBySide(spec, adapters, set, multipliers.subList(first, end)));
        }
        return all;
    }

    private List<Losses> sideBySide(
            TrialSpec spec, List<LoraAdapter> adapters, ProbeSet set, List<Multipliers> multipliers) {
        List<ProbePoint> points = set.points();
        float[][] losses = new float[multipliers.size()][set.plan().count()];
        with(adapters, multipliers, mix -> {
            for (int i = 0; i < set.images().size(); i++) {
                TrainingImage image = set.images().get(i);
                Conditioning text = Conditioning.ofCaption(spec, image.caption());
                float[] own = predictor.losses(Optional.of(mix), image, text, points);
                for (int k = 0; k < losses.length; k++) {
                    System.arraycopy(own, k * points.size(), losses[k], i * points.size(), points.size());
                }
            }
        });
        return Arrays.stream(losses).map(Losses::of).toList();
    }

    /** What is measured. */
    ProbeSet set() {
        return probes;
    }

    /** Losses of all probes without a LoRA, captions as a trial sees them. */
    Losses base(TrialSpec spec) {
        return baseLosses.of(spec);
    }

    private void with(List<LoraAdapter> adapters, List<Multipliers> multipliers, Consumer<LoraMix> use) {
        FrozenBase frozen = inputs.base().frozen();
        List<List<AppliedLora>> variants = multipliers.stream()
                .map(pair -> List.of(new AppliedLora(adapters, pair.textEncoder(), pair.unet())))
                .toList();
        try (NDManager owner = frozen.manager().newSubManager();
                LoraMix mix = LoraMix.of(frozen.kernels(), owner, frozen.config(), variants)) {
            use.accept(mix);
        }
    }
}
