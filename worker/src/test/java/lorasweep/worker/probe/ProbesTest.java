package lorasweep.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import lorasweep.analysis.score.Half;
import lorasweep.analysis.score.TrialScores;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.Losses;
import lorasweep.result.Measure;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeTable;
import lorasweep.result.Split;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialResult;
import lorasweep.result.WeightTest;
import lorasweep.search.ScoreBoard.Score;
import lorasweep.trial.ProbeRhythm;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.cache.Latent;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.model.Part;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.sampling.AppliedLora;
import lorasweep.worker.sampling.LoraMix;
import lorasweep.worker.testing.GoldenModel;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.text.TokenChunks;
import lorasweep.worker.train.FrozenBase;
import lorasweep.worker.train.OpenBases;
import lorasweep.worker.train.PackInputs;
import lorasweep.worker.train.PackMeasures.Member;
import lorasweep.worker.train.PackMeasures.Moment;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {
    private static final OpenBases BASES = new OpenBases();
    private static final Moment END = new Moment(2, 8);

    @TempDir
    private static Path folder;

    private static TrialSpec spec;
    private static PackInputs inputs;
    private static List<LoraAdapter> lora;

    @BeforeAll
    static void open() throws Exception {
        TinyPack.draw(folder.resolve("data"), 0, 8);
        spec = TinyPack.trial(folder.resolve("data"), Map.of());
        inputs = TinyPack.inputs(spec, folder.resolve("out"), BASES);
        lora = TinyPack.lora(inputs, 1);
    }

    @AfterAll
    static void close() {
        BASES.close();
    }

    private static Probes probes(PackInputs inputs) throws IOException {
        return Probes.of(inputs).orElseThrow();
    }

    private static PackInputs in(Path trialsFolder) {
        return new PackInputs(
                inputs.base(),
                List.of(spec),
                inputs.dataset(),
                inputs.latents(),
                inputs.store(),
                inputs.samples(),
                trialsFolder);
    }

    private static Member member(boolean isLast) {
        return new Member(spec, 2, isLast, () -> lora);
    }

    private static TrialResult result(Path trials, TrialSpec trial) throws Exception {
        return TrialFolder.at(trials.resolve(trial.id().toString())).read();
    }

    /** One picture at a time, noise and loss in plain Java, the golden model loaded anew. */
    @Test
    void lossesAreThoseOfAnIndependentComputation(@TempDir Path trials) throws Exception {
        probes(in(trials)).measure(END, member(false));
        ProbeTable table = result(trials, spec).probes().orElseThrow();
        try (GoldenModel golden = new GoldenModel();
                UNet2dConditionModel unet = golden.unet(CrossAttention.SDPA);
                ClipTextModel encoder = golden.textEncoder();
                LoraMix mix = LoraMix.of(
                        golden.kernels, golden.manager, golden.config, List.of(List.of(new AppliedLora(lora, 1, 1))))) {
            Independent own = new Independent(golden, unet, encoder, mix);
            int probe = 0;
            for (TrainingImage image :
                    ProbeSet.of(spec.probes(), inputs.dataset()).orElseThrow().images()) {
                for (int timestep : table.plan().timesteps()) {
                    for (int noise = 0; noise < table.plan().noises(); noise++) {
                        double without = own.loss(false, image, timestep, noise);
                        double with = own.loss(true, image, timestep, noise);
                        assertThat((double) table.base().at(probe)).isCloseTo(without, within(1e-5 * without));
                        assertThat((double) table.rows().get(0).losses().at(probe))
                                .isCloseTo(with, within(1e-5 * with))
                                .isNotCloseTo(without, within(1e-4 * without));
                        probe++;
                    }
                }
            }
            assertThat(probe).isEqualTo(table.plan().count()).isEqualTo((2 + 2) * 3 * 2);
        }
    }

    private record Independent(GoldenModel golden, UNet2dConditionModel unet, ClipTextModel encoder, LoraMix mix) {
        double loss(boolean withLora, TrainingImage image, int timestep, int number) {
            Latent latent = inputs.latents().latent(image, Flip.NONE);
            int values = latent.values().length;
            float[] noise = new float[values];
            RandomStream.of(0, Purpose.PROBE_NOISE, image.content().key(), timestep, number)
                    .fillGaussian(noise);
            double product = 1;
            for (int t = 0; t <= timestep; t++) {
                double root = Math.sqrt(0.00085) + t / 999.0 * (Math.sqrt(0.012) - Math.sqrt(0.00085));
                product *= 1 - root * root;
            }
            float[] noisy = new float[values];
            for (int i = 0; i < values; i++) {
                noisy[i] =
                        (float) (Math.sqrt(product) * 0.18215 * latent.values()[i] + Math.sqrt(1 - product) * noise[i]);
            }
            try (NDManager scratch = golden.manager.newSubManager()) {
                NDArray ids = scratch.create(
                        TokenChunks.of(image.caption(), 75, inputs.base().tokenizer())
                                .toArray(),
                        new Shape(1, 1, 77));
                NDArray context = encoder.encode(pass(scratch, withLora, mix.textEncoder()), ids, 2);
                Shape shape =
                        new Shape(1, 4, latent.size().height(), latent.size().width());
                float[] predicted = unet.forward(
                                pass(scratch, withLora, mix.unet()),
                                scratch.create(noisy, shape),
                                scratch.create(new float[] {timestep}),
                                context)
                        .toFloatArray();
                double square = 0;
                for (int i = 0; i < values; i++) {
                    square += Math.pow((double) predicted[i] - noise[i], 2);
                }
                return square / values;
            }
        }

        private static Pass pass(NDManager scratch, boolean withLora, AdapterBank bank) {
            return Pass.direct(scratch, withLora ? bank : AdapterWeights.NONE);
        }
    }

    @Test
    void weightZeroIsTheBaseToTheLastBit(@TempDir Path trials) throws Exception {
        Probes probes = probes(in(trials));
        Losses zero = probes.losses(spec, lora, probes.set(), new Multipliers(0, 0));
        assertThat(zero).isEqualTo(probes.base(spec));
        assertThat(probes.losses(spec, lora, probes.set(), new Multipliers(1, 1)))
                .isNotEqualTo(zero);
    }

    @Test
    void anotherPictureMovesNoOtherProbe(@TempDir Path other) throws Exception {
        TinyPack.draw(other.resolve("data"), 0, 9);
        TrialSpec larger = TinyPack.trial(other.resolve("data"), Map.of("heldout_fraction", 0.5));
        PackInputs more = TinyPack.inputs(larger, other, BASES);
        Probes before = probes(inputs);
        Probes after = probes(more);
        Losses lossesBefore = before.losses(spec, lora, before.set(), Multipliers.AS_TRAINED);
        Losses lossesAfter = after.losses(larger, lora, after.set(), Multipliers.AS_TRAINED);
        int shared = 0;
        for (Split split : Split.values()) {
            List<String> images = after.set().plan().images(split);
            for (int i = 0; i < images.size(); i++) {
                int was = before.set().plan().images(split).indexOf(images.get(i));
                for (int t = 0; was >= 0 && t < 3; t++) {
                    for (int noise = 0; noise < 2; noise++) {
                        int from = before.set().plan().index(split, was, t, noise);
                        int to = after.set().plan().index(split, i, t, noise);
                        assertThat(lossesAfter.at(to)).isEqualTo(lossesBefore.at(from));
                        assertThat(after.base(larger).at(to))
                                .isEqualTo(before.base(spec).at(from));
                        shared++;
                    }
                }
            }
        }
        assertThat(shared).isGreaterThanOrEqualTo(2 * 3 * 2);
        assertThat(new HashSet<>(after.set().plan().heldOut()).size())
                .isGreaterThan(before.set().plan().heldOut().size());
    }

    @Test
    void theScoreIsTheAnalysisesOwn(@TempDir Path trials) throws Exception {
        Score score = probes(in(trials)).measure(END, member(false));
        TrialScores scores = TrialScores.of(result(trials, spec).probes().orElseThrow());
        assertThat(score.heldout().orElseThrow())
                .isCloseTo(mean(scores.heldOut(Half.BOTH, 1)), within(1e-12))
                .isNotZero();
        assertThat(score.train().orElseThrow()).isCloseTo(mean(scores.trainTwin(1)), within(1e-12));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void withoutHeldOutPicturesTheTwinAloneIsProbed(@TempDir Path out) throws Exception {
        TrialSpec own = TinyPack.trial(folder.resolve("data"), Map.of("heldout_fraction", 0, "heldout_min", 0));
        PackInputs twinOnly = TinyPack.inputs(own, out, BASES);
        Score score = probes(twinOnly).measure(END, new Member(own, 2, true, () -> lora));
        assertThat(score.heldout()).isEqualTo(OptionalDouble.empty());
        assertThat(score.deciding()).isEqualTo(score.train().orElseThrow());
        TrialResult result = result(out.resolve("trials"), own);
        assertThat(result.probes().orElseThrow().plan().heldOut()).isEmpty();
        assertThat(result.weightTests().get(0).plan().trainTwin()).hasSize(2);
        TrialSpec none = own.with("probe_train_images", 0);
        assertThat(Probes.of(TinyPack.inputs(none, out, BASES))).isEmpty();
    }

    @Test
    void theEndOfATrialIsTestedUnderOtherWeights(@TempDir Path trials) throws Exception {
        probes(in(trials)).measure(END, member(true));
        TrialResult result = result(trials, spec);
        WeightTest test = result.weightTests().get(0);
        assertThat(test.plan().heldOut())
                .isEqualTo(result.probes().orElseThrow().plan().heldOut());
        assertThat(test.plan().noises()).isEqualTo(1);
        assertThat(test.points()).hasSize(12);
        ProbeSet part = probes(inputs).set().part(WeightTests.IMAGES, ProbeRhythm.WEIGHT_TEST_PROBES);
        assertThat(test.plan()).isEqualTo(part.plan());
        List<List<Double>> pairs = new ArrayList<>();
        for (WeightTest.Point point : test.points()) {
            pairs.add(List.of(point.unet(), point.textEncoder()));
            Losses alone = probes(inputs).losses(spec, lora, part, new Multipliers(point.unet(), point.textEncoder()));
            for (int i = 0; i < alone.size(); i++) {
                assertThat(point.losses().at(i)).isCloseTo(alone.at(i), within(1e-5f * alone.at(i)));
            }
        }
        assertThat(pairs)
                .contains(List.of(2.0, 2.0), List.of(1.0, 1.0), List.of(1.0, 0.0), List.of(1.0, 0.5))
                .contains(List.of(0.0, 1.0), List.of(0.5, 1.0));
    }

    @Test
    void furtherMeasuresOfALoraThatDoesNothingAreThoseOfTheBase(@TempDir Path trials) throws Exception {
        List<LoraAdapter> still = lora.stream()
                .map(adapter -> new LoraAdapter(adapter.site(), 4, 2, adapter.down(), new float[adapter.up().length]))
                .toList();
        probes(in(trials)).measure(END, new Member(spec, 2, true, () -> still));
        List<Measure> measures = result(trials, spec).measures();
        assertThat(measures).hasSize(3);
        assertThat(((Measure.PromptSensitivity) measures.get(0)).ratios())
                .hasSize(6)
                .allSatisfy(ratio -> assertThat(ratio).isEqualTo(1));
        assertThat(((Measure.Bleed) measures.get(1)).classDrift())
                .hasSize(6)
                .allSatisfy(drift -> assertThat(drift).isZero());
        assertThat(((Measure.Norms) measures.get(2)).blocks().values())
                .allSatisfy(norm -> assertThat(norm).isZero());
    }

    @Test
    void furtherMeasuresOfALoraTellHowItAnswersToPrompts(@TempDir Path trials) throws Exception {
        probes(in(trials)).measure(END, member(true));
        List<Measure> measures = result(trials, spec).measures();
        assertThat(((Measure.PromptSensitivity) measures.get(0)).ratios())
                .allSatisfy(ratio -> assertThat(ratio).isPositive().isNotEqualTo(1));
        Measure.Bleed bleed = (Measure.Bleed) measures.get(1);
        assertThat(bleed.classDrift()).allSatisfy(drift -> assertThat(drift).isPositive());
        assertThat(bleed.triggerDrift()).isNotEqualTo(bleed.classDrift());
        Measure.Norms norms = (Measure.Norms) measures.get(2);
        double squares = 0;
        for (double norm : norms.blocks().values()) {
            squares += norm * norm;
        }
        double expected = 0;
        for (LoraAdapter adapter : lora) {
            expected += Math.pow(adapter.norm(), 2);
        }
        assertThat(squares).isCloseTo(expected, within(1e-9 * expected));
        assertThat(norms.blocks().keySet())
                .contains("mid_block", "down_blocks.0", "up_blocks.3", "text_model.encoder.layers.0");
        assertThat(lora.stream().anyMatch(adapter -> adapter.site().part() == Part.TEXT_ENCODER))
                .isTrue();
    }

    @Test
    void timestepsAreTheMiddlesOfEqualPartsOfTheBands() {
        assertThat(ProbeSet.spread(1)).containsExactly(500);
        assertThat(ProbeSet.spread(2)).containsExactly(250, 750);
        assertThat(ProbeSet.spread(3)).containsExactly(150, 500, 850);
        assertThat(ProbeSet.spread(4)).containsExactly(150, 500, 775, 925);
        assertThat(ProbeSet.spread(8)).containsExactly(50, 150, 250, 400, 600, 750, 850, 950);
        ProbePlan plan = ProbeSet.of(spec.with("probe_timesteps", 1000).probes(), inputs.dataset())
                .orElseThrow()
                .plan();
        assertThat(plan.timesteps())
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
        assertThat(plan.bands().stream().map(band -> band.name()))
                .containsExactly("detail", "structure", "composition");
    }

    @Test
    void aLoraAddedToTheWeightsPredictsTheSame() {
        List<LoraAdapter> ofUNet = lora.stream()
                .filter(adapter -> adapter.site().part() == Part.UNET)
                .toList();
        TrainingImage image = inputs.dataset().heldOut().get(0);
        Conditioning text = Conditioning.ofCaption(spec, image.caption());
        List<ProbePoint> points = List.of(new ProbePoint(100, 0), new ProbePoint(600, 1));
        FrozenBase frozen = inputs.base().frozen();
        try (NDManager owner = frozen.manager().newSubManager();
                LoraMix mix = LoraMix.of(
                        frozen.kernels(), owner, frozen.config(), List.of(List.of(new AppliedLora(ofUNet, 1, 1))))) {
            Predictor beside = new Predictor(inputs.base(), inputs.latents(), 0);
            FrozenBase folded = FoldedLora.fold(inputs.base(), owner, ofUNet);
            Predictor inside = new Predictor(folded, inputs.base().tokenizer(), inputs.latents(), 0);
            float[] expected = beside.losses(Optional.of(mix), image, text, points);
            float[] found = inside.losses(Optional.empty(), image, text, points);
            float[] ofBase = beside.losses(Optional.empty(), image, text, points);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i])
                        .isCloseTo(expected[i], within(1e-5f * expected[i]))
                        .isNotCloseTo(ofBase[i], within(1e-4f * ofBase[i]));
            }
            folded.unet().close();
        }
    }
}
