package lorasweep.worker.lora;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.CheckpointedPass;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.testing.GoldenModel;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.RandomAdapter;
import lorasweep.worker.testing.Tensors;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds for adapters whatever their weights, over the golden U-Net with odd latent sizes. A pack
 * runs through products of other shapes than an adapter alone, so that sums are grouped otherwise:
 * measured differences are 1e-6 of the largest output and 5e-6 of the largest gradient.
 */
@Tag("golden")
class AdapterInvariantsTest {
    private static final double REL = 1e-5;
    private static final double GRADIENT_REL = 3e-5;
    private static final int SAMPLES = 2;

    private static GoldenModel model;
    private static UNet2dConditionModel unet;
    private static List<NDArray> baseWeights;

    private final NDManager manager = model.manager.newSubManager();

    @BeforeAll
    static void load() {
        model = new GoldenModel();
        baseWeights = new ArrayList<>();
        try (BaseModel base = BaseModel.open(ModelFiles.of(Goldens.path("model")))) {
            Weights weights = base.weights(Part.UNET, Precision.FP32, model.manager, model.kernels);
            unet = new UNet2dConditionModel(model.kernels, model.config.unet(), noted(weights), CrossAttention.SDPA);
        }
    }

    @AfterAll
    static void closeModel() {
        unet.close();
        model.close();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static Weights noted(Weights weights) {
        return new Weights() {
            @Override
            public NDArray get(String name, long... expectedShape) {
                NDArray weight = weights.get(name, expectedShape);
                baseWeights.add(weight);
                return weight;
            }

            @Override
            public boolean has(String name) {
                return weights.has(name);
            }
        };
    }

    @ParameterizedTest
    @EnumSource(LoraTargets.class)
    void anAdapterWithUpZeroIsTheBaseBitForBit(LoraTargets targets) {
        NDArray base = forward(AdapterWeights.NONE, 0, SAMPLES);
        AdapterBank bank = pack(targets, RandomAdapter.of(1, 4, 3).untrained());
        NDArray adapted = forward(bank, 0, SAMPLES);
        assertThat(bits(adapted)).isEqualTo(bits(base));
    }

    @ParameterizedTest
    @EnumSource(LoraTargets.class)
    void adaptersPackedAreEachAlone(LoraTargets targets) {
        RandomAdapter[] adapters = {RandomAdapter.of(1, 4, 3), RandomAdapter.of(2, 16, 1), RandomAdapter.of(3, 1, 8)};
        AdapterBank pack = pack(targets, adapters);
        NDArray packed = train(pack, 0, adapters.length);
        NDArray base = forward(AdapterWeights.NONE, 0, SAMPLES);
        for (int k = 0; k < adapters.length; k++) {
            AdapterBank alone = pack(targets, adapters[k]);
            NDArray expected = train(alone, k, 1);
            assertThatTensor(packed.get("{}:{}", k * SAMPLES, (k + 1) * SAMPLES))
                    .isCloseTo(expected, REL);
            for (int i = 0; i < pack.arrays().size(); i++) {
                assertThatTensor(gradient(pack.arrays().get(i), k))
                        .as("gradient of adapter " + k)
                        .isCloseTo(gradient(alone.arrays().get(i), 0), GRADIENT_REL);
            }
        }
        NDArray adapted = packed.get("0:{}", SAMPLES);
        assertThatThrownBy(() -> assertThatTensor(adapted).isCloseTo(base, 0.01))
                .as("the adapters have an effect")
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @EnumSource(LoraTargets.class)
    void aLowRankAmongHighOnesIsItselfAndItsPaddingStaysZero(LoraTargets targets) {
        RandomAdapter low = RandomAdapter.of(1, 4, 4);
        AdapterBank padded = pack(targets, low, RandomAdapter.of(2, 64, 64));
        AdapterBank alone = pack(targets, low);
        NDArray output = train(padded, 0, 2);
        assertThatTensor(output.get("0:{}", SAMPLES)).isCloseTo(train(alone, 0, 1), REL);
        for (int i = 0; i < padded.arrays().size(); i++) {
            AdapterArray array = padded.arrays().get(i);
            assertThatTensor(gradient(array, 0))
                    .isCloseTo(gradient(alone.arrays().get(i), 0), GRADIENT_REL);
            for (int update = 0; update < 3; update++) {
                adamw(array);
            }
            assertThat(padding(array.values())).containsOnly(0);
            assertThat(padding(Autograd.gradient(array.values()))).containsOnly(0);
        }
    }

    @Test
    void gradientsReachTheAdaptersAndNothingOfTheBase() {
        AdapterBank bank = pack(LoraTargets.WITH_CONV, RandomAdapter.of(1, 4, 3));
        train(bank, 0, 1);
        for (AdapterArray array : bank.arrays()) {
            AdapterLayout layout = array.layout();
            float[] gradient = array.read(0, Autograd.gradient(array.values()));
            for (LoraSite site : layout.sites()) {
                assertThat(layout.down(site, gradient))
                        .as(site.downName())
                        .isNotEqualTo(new float[array.rank(0) * site.downRow()]);
                assertThat(layout.up(site, gradient))
                        .as(site.upName())
                        .isNotEqualTo(new float[array.rank(0) * site.out()]);
            }
        }
        assertThat(baseWeights).hasSize(686).noneMatch(weight -> model.kernels.flag("is_recorded", weight));
    }

    @ParameterizedTest
    @EnumSource(LoraTargets.class)
    void aCheckpointedPassGivesTheGradientsOfADirectOne(LoraTargets targets) {
        RandomAdapter[] adapters = {RandomAdapter.of(1, 4, 2), RandomAdapter.of(2, 8, 3)};
        AdapterBank direct = pack(targets, adapters);
        NDArray expected = train(direct, 0, 2);

        AdapterBank checkpointed = pack(targets, adapters);
        CheckpointedPass pass = new CheckpointedPass(model.kernels, manager, checkpointed);
        NDArray output =
                unet.forward(pass, latents(0, 2 * SAMPLES), timesteps(0, 2 * SAMPLES), context(0, 2 * SAMPLES));
        float[] values = output.toFloatArray();
        pass.backward(output, direction(0, 2 * SAMPLES));

        assertThat(values).isEqualTo(expected.toFloatArray());
        for (int i = 0; i < direct.arrays().size(); i++) {
            for (int k = 0; k < 2; k++) {
                assertThatTensor(gradient(checkpointed.arrays().get(i), k))
                        .isCloseTo(gradient(direct.arrays().get(i), k), 1e-5);
            }
        }
    }

    private AdapterBank pack(LoraTargets targets, RandomAdapter... adapters) {
        AdapterBank bank = RandomAdapter.pack(model.kernels, manager, targets.of(model.config.unet()), adapters);
        bank.arrays().forEach(array -> Autograd.requireGradient(array.values()));
        return bank;
    }

    /** One pass there and back for the samples of {@code trials} trials, the first of them {@code first}. */
    private NDArray train(AdapterBank bank, int first, int trials) {
        NDArray output;
        try (Autograd recording = Autograd.record()) {
            output = forward(bank, first, trials * SAMPLES);
            Autograd.backward(output, direction(first, trials * SAMPLES));
        }
        return Autograd.detach(output);
    }

    private NDArray forward(AdapterWeights adapters, int firstTrial, int samples) {
        return unet.forward(
                Pass.direct(manager, adapters),
                latents(firstTrial, samples),
                timesteps(firstTrial, samples),
                context(firstTrial, samples));
    }

    private NDArray latents(int firstTrial, int samples) {
        return samples(firstTrial, samples, 11, 4, 9, 13);
    }

    private NDArray direction(int firstTrial, int samples) {
        return samples(firstTrial, samples, 12, 4, 9, 13);
    }

    private NDArray context(int firstTrial, int samples) {
        return samples(firstTrial, samples, 13, 77, 32);
    }

    private NDArray timesteps(int firstTrial, int samples) {
        long[] timesteps = new long[samples];
        for (int i = 0; i < samples; i++) {
            timesteps[i] = 37 + 140L * (firstTrial * SAMPLES + i);
        }
        return manager.create(timesteps);
    }

    /** Values that depend on the sample's number alone, whatever it is packed with. */
    private NDArray samples(int firstTrial, int samples, int seed, long... shape) {
        NDArray[] each = new NDArray[samples];
        for (int i = 0; i < samples; i++) {
            each[i] = Tensors.normal(manager, new Shape(shape), 1000L * seed + (long) firstTrial * SAMPLES + i);
        }
        return NDArrays.stack(new NDList(each));
    }

    private NDArray gradient(AdapterArray array, int trial) {
        float[] rows = array.read(trial, Autograd.gradient(array.values()));
        return manager.create(rows, new Shape(array.rank(trial), array.layout().rowWidth()));
    }

    private void adamw(AdapterArray array) {
        Shape shape = array.values().getShape();
        List<NDArray> values = List.of(array.values());
        List<NDArray> first = List.of(manager.zeros(shape));
        List<NDArray> second = List.of(manager.zeros(shape));
        model.kernels.run(
                "adamw",
                values,
                List.of(Autograd.gradient(array.values())),
                first,
                second,
                List.of(manager.zeros(new Shape())),
                0.01,
                0.9,
                0.999,
                1e-8,
                0.01);
    }

    /** The rows of the first trial, of rank 4, that belong to no rank of its own. */
    private static float[] padding(NDArray array) {
        return array.get("0, 4:").toFloatArray();
    }

    private static int[] bits(NDArray array) {
        float[] values = array.toFloatArray();
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
