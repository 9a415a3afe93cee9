package lorasweep.worker.train;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.diffusion.LossWeighting;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.TensorEntry;
import lorasweep.worker.testing.GoldenModel;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole training runs against the reference trainer's: losses, gradient norms, learning rates, norm
 * figures at each step, gradients and weights at the recorded ones. Weights are compared by relative
 * L2 norm of each tensor: Adam's first update is a sign, so single elements may differ.
 */
@Tag("golden")
class TrainingTrajectoryGoldenTest {
    private static final double LOSS_REL = 1e-4;
    private static final double NORM_REL = 1e-3;

    /** Every recorded run alone, with mates that differ in all they may, and with gradient checkpointing. */
    static Stream<Arguments> runs() throws IOException {
        List<String> names;
        try (Stream<Path> folders = Files.list(Goldens.path("golden"))) {
            names = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("train_"))
                    .map(name -> name.substring("train_".length()))
                    .sorted()
                    .toList();
        }
        assertThat(names).hasSizeGreaterThanOrEqualTo(3);
        return names.stream()
                .flatMap(name -> Stream.of(
                        Arguments.of(name, 1, false),
                        Arguments.of(name, name.equals(names.get(0)) ? 3 : 2, false),
                        Arguments.of(name, 1, true)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void reproducesTheRun(String name, int pack, boolean checkpointing) {
        JsonNode log = Goldens.json("golden/train_" + name + "/log.json");
        TrialSpec spec = spec(log.get("config")).with("gradient_checkpointing", checkpointing);
        List<TrialSpec> trials = IntStream.range(0, pack)
                .mapToObj(k -> k == pack - 1 ? spec : mate(spec))
                .toList();
        try (GoldenModel model = new GoldenModel();
                UNet2dConditionModel unet = model.unet(CrossAttention.SDPA);
                ClipTextModel encoder = model.textEncoder();
                SafetensorsFile inputs = Goldens.tensors("golden/train_" + name + "/inputs.safetensors");
                NDManager manager = model.manager.newSubManager()) {
            NoiseSchedule schedule = NoiseSchedule.of(model.config.scheduler());
            FrozenBase base = new FrozenBase(
                    model.kernels, manager, model.config, unet, encoder, schedule, PredictionType.EPSILON);
            List<Long> totals =
                    Collections.nCopies(pack, (long) log.get("steps").size());
            try (PackSession session = new PackSession(base, trials, totals)) {
                for (int k = 0; k < pack; k++) {
                    initialise(session, k, name, inputs, manager);
                }
                Run run = new Run(name, pack - 1, spec, session, schedule, inputs, manager);
                for (int i = 0; i < totals.get(0); i++) {
                    int keys = log.get("steps_in_float64")
                            .get(i)
                            .path("keys_scaled")
                            .asInt();
                    run.step(i, log.get("steps").get(i), keys);
                }
            }
        }
    }

    /**
     * The recorded inputs at rank 64, where the wider matrices have 8-bit moments: after all steps the
     * losses are within 1 % and the weights within 2 % (relative L2) of AdamW's.
     */
    @Test
    void adamW8bitEndsNearAdamW() {
        JsonNode log = Goldens.json("golden/train_a/log.json");
        TrialSpec full = spec(log.get("config")).with("network_dim", 64);
        TrialSpec coded = full.with("optimizer_type", "AdamW8bit");
        try (GoldenModel model = new GoldenModel();
                UNet2dConditionModel unet = model.unet(CrossAttention.SDPA);
                ClipTextModel encoder = model.textEncoder();
                SafetensorsFile inputs = Goldens.tensors("golden/train_a/inputs.safetensors");
                NDManager manager = model.manager.newSubManager()) {
            NoiseSchedule schedule = NoiseSchedule.of(model.config.scheduler());
            FrozenBase base = new FrozenBase(
                    model.kernels, manager, model.config, unet, encoder, schedule, PredictionType.EPSILON);
            long steps = log.get("steps").size();
            try (PackSession session = new PackSession(base, List.of(full, coded), List.of(steps, steps))) {
                Run run = new Run("a", 1, coded, session, schedule, inputs, manager);
                float[] losses = {};
                for (int i = 0; i < steps; i++) {
                    losses = session.accumulate(run.batch(i, 2), 1, () -> {});
                    session.update(i);
                }
                assertThat(session.optimizerState(1).keySet()).anyMatch(name -> name.endsWith("state1"));
                int b = losses.length / 2;
                for (int s = 0; s < b; s++) {
                    assertThat(losses[b + s]).isCloseTo(losses[s], within(0.01f * losses[s]));
                }
                session.weights(0)
                        .forEach((name, weights) -> assertThatTensor(
                                        manager.create(session.weights(1).get(name)))
                                .as(name)
                                .isCloseInL2To(manager.create(weights), 0.02));
            }
        }
    }

    private static TrialSpec spec(JsonNode config) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("pretrained_model_name_or_path", "golden");
        settings.put("train_data_dir", "golden");
        settings.put("max_train_steps", config.get("steps").asInt());
        settings.put("train_batch_size", config.get("bs").asInt());
        settings.put("unet_lr", config.get("unet_lr").asDouble());
        settings.put("learning_rate", config.get("optimizer_default_lr").asDouble());
        settings.put(
                "text_encoder_lr",
                config.get("te_on").asBoolean() ? config.get("te_lr").asDouble() : 0.0);
        settings.put("lr_scheduler", config.get("sched").asText());
        settings.put("lr_warmup_steps", config.get("warm").asInt());
        settings.put("network_dim", config.get("rank").asInt());
        settings.put("network_alpha", config.get("alpha").asDouble());
        settings.put("max_grad_norm", config.get("max_grad_norm").asDouble());
        settings.put("min_snr_gamma", config.get("gamma").asDouble(0));
        settings.put("scale_weight_norms", config.get("maxnorm").asDouble(0));
        settings.put("clip_skip", config.get("clip_skip").asInt(1));
        settings.put("max_token_length", config.get("mtl").asInt(75));
        if (!config.get("conv_rank_alpha").isNull()) {
            settings.put("conv_dim", config.get("conv_rank_alpha").get(0).asInt());
            settings.put("conv_alpha", config.get("conv_rank_alpha").get(1).asDouble());
        }
        return TrialSpec.of(settings);
    }

    /** A pack mate that differs in everything that may differ. */
    private static TrialSpec mate(TrialSpec spec) {
        return spec.with("network_dim", 7)
                .with("network_alpha", 3)
                .with("unet_lr", 3e-3)
                .with("text_encoder_lr", 1e-3)
                .with("clip_skip", 1)
                .with("scale_weight_norms", 0.2)
                .with("min_snr_gamma", 2);
    }

    private static void initialise(
            PackSession session, int trial, String name, SafetensorsFile inputs, NDManager manager) {
        String from = Goldens.json("golden/train_" + name + "/log.json")
                .path("config")
                .path("initial_weights")
                .asText();
        boolean warmStart = from.startsWith("lora/");
        try (SafetensorsFile lora =
                        Goldens.tensors("golden/" + (warmStart ? from : "train_" + name + "/inputs.safetensors"));
                NDManager scratch = manager.newSubManager()) {
            for (TrainedRows rows : session.adapters(trial).values()) {
                AdapterArray array = rows.array();
                int rank = array.rank(rows.index());
                float[] values = AdapterInitialisation.rows(array.layout(), rank, 5);
                for (LoraSite site : array.layout().sites()) {
                    SafetensorsFile source = warmStart ? lora : inputs;
                    String prefix = warmStart ? "" : "init.";
                    TensorEntry entry = source.tensors().get(prefix + site.downName());
                    if (entry != null && rank == entry.shape().get(0)) {
                        array.layout()
                                .put(
                                        site,
                                        values,
                                        0,
                                        source.load(prefix + site.downName(), scratch)
                                                .toFloatArray(),
                                        source.load(prefix + site.upName(), scratch)
                                                .toFloatArray(),
                                        1);
                    }
                }
                array.write(rows.index(), values);
            }
        }
    }

    /** The run of the trial that is compared, one step after the other. */
    private record Run(
            String name,
            int trial,
            TrialSpec spec,
            PackSession session,
            NoiseSchedule schedule,
            SafetensorsFile inputs,
            NDManager manager) {

        void step(int i, JsonNode expected, int keysInDouble) {
            MicroBatch batch = batch(i, session.trials().size());
            float[] losses = session.accumulate(batch, 1, () -> {});
            int b = batch.samples();
            double loss = 0;
            for (int s = 0; s < b; s++) {
                double mse = expected.get("per_sample_mse").get(s).asDouble();
                assertThat((double) losses[trial * b + s]).isCloseTo(mse, within(LOSS_REL * mse));
                loss += losses[trial * b + s] * batch.lossWeights()[trial * b + s] / b;
            }
            assertThat(loss)
                    .isCloseTo(
                            expected.get("loss").asDouble(),
                            within(LOSS_REL * expected.get("loss").asDouble()));
            compare("grads_step" + (i + 1), true, 1e-3);
            PackSession.Updated updated = session.update(i).get(trial);
            double norm = expected.get("grad_norm_before_clip").asDouble();
            assertThat(updated.gradients().total()).isCloseTo(norm, within(NORM_REL * norm));
            JsonNode lr = expected.get("lr");
            assertThat(updated.rates().unet()).isEqualTo(lr.get(lr.size() - 1).asDouble(), within(1e-15));
            if (lr.size() > 1) {
                assertThat(updated.rates().text()).isEqualTo(lr.get(0).asDouble(), within(1e-15));
            }
            updated.limited().ifPresent(figures -> {
                // A module that was just scaled to the limit counts or not by its last bit: there we agree
                // with the reference in double precision.
                assertThat(figures.keysScaled()).isEqualTo(keysInDouble);
                assertThat(keysInDouble).isCloseTo(expected.get("keys_scaled").asInt(), within(1));
                assertThat(figures.mean()).isCloseTo(expected.get("mean_norm").asDouble(), within(1e-4));
                assertThat(figures.max()).isCloseTo(expected.get("max_norm").asDouble(), within(1e-4));
            });
            compare("weights_step" + (i + 1), false, i + 1 <= 5 ? 5e-4 : 2e-3);
        }

        private MicroBatch batch(int i, int pack) {
            long[] shape = inputs.tensors().get("latents_unscaled").shape().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            int b = (int) shape[1];
            int[] timesteps = new int[pack * b];
            float[] weights = new float[pack * b];
            long[] times = slice("timesteps", i).toLongArray();
            List<List<CaptionTokens>> captions = new ArrayList<>();
            NDArray ids = slice("input_ids", i);
            int chunks = ids.getShape().dimension() == 3 ? (int) ids.getShape().get(1) : 1;
            LossWeighting weighting = new LossWeighting(spec.loss().minSnrGamma(), false, 0, false);
            for (int k = 0; k < pack; k++) {
                List<CaptionTokens> own = new ArrayList<>();
                for (int s = 0; s < b; s++) {
                    timesteps[k * b + s] = (int) times[s];
                    weights[k * b + s] = (float) weighting.weight(schedule.snr((int) times[s]), PredictionType.EPSILON);
                    own.add(new CaptionTokens(ids.get(s).toLongArray(), chunks));
                }
                captions.add(own);
            }
            float[] latents = repeat(slice("latents_unscaled", i).toFloatArray(), pack);
            for (int j = 0; j < latents.length; j++) {
                latents[j] *= 0.18215f;
            }
            return new MicroBatch(
                    b,
                    (int) shape[2],
                    (int) shape[3],
                    (int) shape[4],
                    latents,
                    repeat(slice("noise", i).toFloatArray(), pack),
                    timesteps,
                    captions,
                    weights,
                    Collections.nCopies(pack * b, new long[] {i, 0, 0}),
                    new float[0]);
        }

        private NDArray slice(String tensor, int i) {
            return inputs.load(tensor, manager).get(i);
        }

        private static float[] repeat(float[] values, int times) {
            float[] repeated = new float[values.length * times];
            for (int k = 0; k < times; k++) {
                System.arraycopy(values, 0, repeated, k * values.length, values.length);
            }
            return repeated;
        }

        private void compare(String file, boolean gradients, double tolerance) {
            if (!Goldens.path("golden/train_" + name + "/" + file + ".safetensors")
                    .toFile()
                    .exists()) {
                return;
            }
            try (SafetensorsFile golden = Goldens.tensors("golden/train_" + name + "/" + file + ".safetensors");
                    NDManager scratch = manager.newSubManager()) {
                int compared = 0;
                for (TrainedRows rows : session.adapters(trial).values()) {
                    AdapterArray array = rows.array();
                    NDArray source = gradients ? Autograd.gradient(array.values()) : array.values();
                    float[] values = array.read(rows.index(), source);
                    for (LoraSite site : array.layout().sites()) {
                        compared += compare(
                                golden, scratch, site.downName(), array.layout().down(site, values), tolerance);
                        compared += compare(
                                golden, scratch, site.upName(), array.layout().up(site, values), tolerance);
                    }
                }
                long tensors = golden.tensors().keySet().stream()
                        .filter(key -> !key.endsWith(".alpha"))
                        .count();
                assertThat(compared).isEqualTo((int) tensors);
            }
        }

        private static int compare(
                SafetensorsFile golden, NDManager scratch, String tensor, float[] actual, double tolerance) {
            if (!golden.tensors().containsKey(tensor)) {
                for (float value : actual) {
                    assertThat(value).as(tensor).isZero();
                }
                return 0;
            }
            NDArray expected = golden.load(tensor, scratch).flatten();
            assertThatTensor(scratch.create(actual, new Shape(actual.length)))
                    .as(tensor)
                    .isCloseInL2To(expected, tolerance);
            return 1;
        }
    }
}
