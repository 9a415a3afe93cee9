package lorasweep.worker.text;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.GoldenModel;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.torch.Autograd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The text encoder against transformers' and the trainer's use of it. */
@Tag("golden")
@ParameterizedClass
@EnumSource(GoldenModel.Layout.class)
class ClipTextModelGoldenTest {
    private static final double REL = 2e-5;
    private static final double GRADIENT_REL = 1e-4;

    private static GoldenModel model;
    private static ClipTextModel encoder;
    private static SafetensorsFile golden;

    private final NDManager manager = model.manager.newSubManager();
    private final Pass pass = Pass.direct(manager, AdapterWeights.NONE);
    private final int layers = model.config.text().layers();

    @Parameter
    GoldenModel.Layout layout;

    @BeforeParameterizedClassInvocation
    static void load(GoldenModel.Layout layout) {
        model = new GoldenModel(layout);
        encoder = model.textEncoder();
        golden = Goldens.tensors("golden/text_encoder.safetensors");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        golden.close();
        encoder.close();
        model.close();
    }

    private NDArray golden(String name) {
        return golden.load(name, manager);
    }

    private NDArray captions() {
        NDArray ids = golden("input_ids");
        return ids.reshape(ids.getShape().get(0), 1, ids.getShape().get(1));
    }

    @Test
    void everyLayerAgrees() {
        NDArray embedded = encoder.embed(pass, golden("input_ids"));
        assertThatTensor(embedded).isCloseTo(golden("embedding_out"), REL);
        List<NDArray> states = encoder.hiddenStates(pass, embedded, layers);
        for (int i = 0; i <= layers; i++) {
            assertThatTensor(states.get(i)).as("layer " + i).isCloseTo(golden("hidden_state_" + i), REL);
        }
        assertThatTensor(encoder.finalNorm(pass, states.get(layers))).isCloseTo(golden("last_hidden_state"), REL);
    }

    @Test
    void pooledStateIsTheFinalStateAtTheFirstEndToken() {
        NDArray last = encoder.encode(pass, captions(), 1);
        long[] ids = golden("input_ids").toLongArray();
        for (int row = 0; row < last.getShape().get(0); row++) {
            int end = 0;
            while (ids[77 * row + end] != 49407) {
                end++;
            }
            assertThatTensor(last.get("{}, {}", row, end))
                    .isCloseTo(golden("pooled").get(row), REL);
        }
    }

    @Test
    void clipSkipCountsLayersFromTheEnd() {
        assertThatTensor(encoder.encode(pass, captions(), 1)).isCloseTo(golden("kohya_clip_skip_none_77"), REL);
        assertThatTensor(encoder.encode(pass, captions(), 1)).isCloseTo(golden("kohya_clip_skip_1_77"), REL);
        assertThatTensor(encoder.encode(pass, captions(), 2)).isCloseTo(golden("kohya_clip_skip_2_77"), REL);
    }

    @Test
    void longCaptionsAreJoinedAsTheTrainerDoes() {
        NDArray ids = golden("input_ids_3x77");
        for (int skip = 1; skip <= 2; skip++) {
            assertThatTensor(encoder.encode(pass, ids, skip))
                    .isCloseTo(golden("kohya_clip_skip_" + skip + "_225"), REL);
            NDArray joined = golden("concat231_clip_skip_" + skip);
            assertThatTensor(encoder.encodeChunks(pass, ids, skip).reshape(joined.getShape()))
                    .isCloseTo(joined, REL);
        }
    }

    @Test
    void gradientAtTheEmbeddingAgrees() {
        NDArray embedded = encoder.embed(pass, golden("input_ids"));
        Autograd.requireGradient(embedded);
        try (Autograd recording = Autograd.record()) {
            List<NDArray> states = encoder.hiddenStates(pass, embedded, encoder.depth(2));
            Autograd.backward(encoder.finalNorm(pass, states.get(layers - 1)), golden("grad_R"));
        }
        assertThatTensor(Autograd.gradient(embedded)).isCloseTo(golden("grad_embedding_clip_skip_2"), GRADIENT_REL);
    }

    @Test
    void refusesAClipSkipBeyondItsLayers() {
        assertThatThrownBy(() -> encoder.encode(pass, captions(), layers + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clip_skip is " + (layers + 1))
                .hasMessageContaining("1 to " + layers);
        assertThatThrownBy(() -> encoder.depth(0)).hasMessageContaining("clip_skip is 0");
    }
}
