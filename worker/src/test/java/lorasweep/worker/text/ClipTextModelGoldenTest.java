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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The text encoder against transformers' and the trainer's use of it. */
@Tag("golden")
class ClipTextModelGoldenTest {
    private static final double REL = 2e-5;
    private static final double GRADIENT_REL = 1e-4;

    private static GoldenModel model;
    private static ClipTextModel encoder;
    private static SafetensorsFile golden;

    private final NDManager manager = model.manager.newSubManager();
    private final Pass pass = Pass.direct(manager, AdapterWeights.NONE);

    @BeforeAll
    static void load() {
        model = new GoldenModel();
        encoder = model.textEncoder();
        golden = Goldens.tensors("golden/text_encoder.safetensors");
    }

    @AfterAll
    static void close() {
        golden.close();
        encoder.close();
        model.close();
    }

    private NDArray golden(String name) {
        return golden.load(name, manager);
    }

    private NDArray captions() {
        return golden("input_ids").reshape(4, 1, 77);
    }

    @Test
    void everyLayerAgrees() {
        NDArray embedded = encoder.embed(pass, golden("input_ids"));
        assertThatTensor(embedded).isCloseTo(golden("embedding_out"), REL);
        List<NDArray> states = encoder.hiddenStates(pass, embedded, 4);
        for (int i = 0; i <= 4; i++) {
            assertThatTensor(states.get(i)).as("layer " + i).isCloseTo(golden("hidden_state_" + i), REL);
        }
        assertThatTensor(encoder.finalNorm(pass, states.get(4))).isCloseTo(golden("last_hidden_state"), REL);
    }

    @Test
    void pooledStateIsTheFinalStateAtTheFirstEndToken() {
        NDArray last = encoder.encode(pass, captions(), 1);
        long[] ids = golden("input_ids").toLongArray();
        for (int row = 0; row < 4; row++) {
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
            assertThatTensor(encoder.encodeChunks(pass, ids, skip).reshape(2, 231, 32))
                    .isCloseTo(golden("concat231_clip_skip_" + skip), REL);
        }
    }

    @Test
    void gradientAtTheEmbeddingAgrees() {
        NDArray embedded = encoder.embed(pass, golden("input_ids"));
        Autograd.requireGradient(embedded);
        try (Autograd recording = Autograd.record()) {
            List<NDArray> states = encoder.hiddenStates(pass, embedded, encoder.depth(2));
            Autograd.backward(encoder.finalNorm(pass, states.get(3)), golden("grad_R"));
        }
        assertThatTensor(Autograd.gradient(embedded)).isCloseTo(golden("grad_embedding_clip_skip_2"), GRADIENT_REL);
    }

    @Test
    void refusesAClipSkipBeyondItsLayers() {
        assertThatThrownBy(() -> encoder.encode(pass, captions(), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clip_skip is 5")
                .hasMessageContaining("1 to 4");
        assertThatThrownBy(() -> encoder.depth(0)).hasMessageContaining("clip_skip is 0");
    }
}
