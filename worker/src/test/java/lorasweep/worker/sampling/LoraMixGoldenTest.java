package lorasweep.worker.sampling;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("golden")
class LoraMixGoldenTest {
    private static GoldenPipeline pipeline;

    @BeforeAll
    static void open() {
        pipeline = new GoldenPipeline();
    }

    @AfterAll
    static void close() {
        pipeline.close();
    }

    @ParameterizedTest
    @CsvSource({
        "default, fp32, 1.0",
        "default, fp32, 0.5",
        "default, fp32, -1.0",
        "conv, fp32, 1.0",
        "conv, fp32, 0.5",
        "conv, fp32, -1.0"
    })
    void aLoraActsAsInTheReference(String network, String precision, String multiplier) {
        String prefix = "mult_" + multiplier + ".";
        double factor = Double.parseDouble(multiplier);
        List<AppliedLora> variant = List.of(pipeline.lora(network + "_" + precision, factor, factor));
        try (Run run = new Run(network, List.of(variant))) {
            NDArray context = run.context("context");
            run.assertEqual(run.unet(context), prefix + "unet");
            NDArray own = run.states(2);
            run.assertEqual(own, prefix + "te_clip_skip2");
            run.assertEqual(run.pooled(), prefix + "te_pooled");
            run.assertEqual(run.unet(own), prefix + "unet_from_lora_context");
        }
    }

    @Test
    void noLoraIsTheBaseModel() {
        try (Run run = new Run("default", List.of(List.of()))) {
            run.assertEqual(run.unet(run.context("context")), "base_unet");
            run.assertEqual(run.states(2), "base_te_clip_skip2");
        }
    }

    @Test
    void theTwoNetworksHaveMultipliersOfTheirOwn() {
        try (Run run = new Run("conv", List.of(List.of(pipeline.lora("conv_fp32", 0, 0.5))))) {
            run.assertEqual(run.states(2), "base_te_clip_skip2");
            run.assertEqual(run.unet(run.context("context")), "mult_0.5.unet");
        }
    }

    @Test
    void lorasAddUpAndCancel() {
        AppliedLora conv = pipeline.lora("conv_fp32", 1, 1);
        AppliedLora minus = pipeline.lora("conv_fp32", -1, -1);
        AppliedLora half = pipeline.lora("default_fp32", 0.25, 0.25);
        try (Run run = new Run("default", List.of(List.of(conv, half, minus, half)))) {
            run.assertEqual(run.unet(run.context("context")), "mult_0.5.unet");
            run.assertEqual(run.states(2), "mult_0.5.te_clip_skip2");
        }
    }

    /** Both recorded samples through the model with a mix of one variant. */
    private static final class Run implements AutoCloseable {
        private final NDManager memory = pipeline.manager.newSubManager();
        private final String file;
        private final SafetensorsFile goldens;
        private final LoraMix mix;

        Run(String network, List<List<AppliedLora>> variants) {
            file = "lora/outputs_" + network + ".safetensors";
            goldens = Goldens.tensors("golden/" + file);
            mix = pipeline.mix(variants);
        }

        NDArray context(String name) {
            return goldens.load(name, memory);
        }

        NDArray unet(NDArray context) {
            return pipeline.unet.forward(
                    pass(mix.unet()), goldens.load("sample", memory), goldens.load("timestep", memory), context);
        }

        NDArray states(int clipSkip) {
            NDArray ids = goldens.load("input_ids", memory).expandDims(1);
            return pipeline.text
                    .encodeChunks(pass(mix.textEncoder()), ids, clipSkip)
                    .squeeze(1);
        }

        /** The state of the first end token (the largest id) behind the last layer. */
        NDArray pooled() {
            NDArray states = states(1);
            long[] ids = goldens.load("input_ids", memory).toLongArray();
            int positions = (int) states.getShape().get(1);
            long[] ends = LongStream.range(0, states.getShape().get(0))
                    .map(row -> IntStream.range(0, positions)
                            .filter(i -> ids[(int) row * positions + i] == pipeline.tokenizer.eos())
                            .findFirst()
                            .orElseThrow())
                    .toArray();
            NDArray[] rows = IntStream.range(0, ends.length)
                    .mapToObj(row -> states.get(row).get(ends[row]).expandDims(0))
                    .toArray(NDArray[]::new);
            return pipeline.kernels.tensor(memory, "concatenate", List.of(rows), 0);
        }

        void assertEqual(NDArray actual, String expected) {
            assertThatTensor(actual).isCloseTo(goldens.load(expected, memory), Goldens.tolerance(file, "rel"));
        }

        private Pass pass(AdapterBank bank) {
            return Pass.direct(memory, bank);
        }

        @Override
        public void close() {
            mix.close();
            goldens.close();
            memory.close();
        }
    }
}
