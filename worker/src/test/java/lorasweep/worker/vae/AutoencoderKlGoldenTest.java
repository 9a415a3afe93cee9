package lorasweep.worker.vae;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.HashMap;
import java.util.Map;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.GoldenModel;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.ObservedPass;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The VAE against diffusers'. */
@Tag("golden")
class AutoencoderKlGoldenTest {
    private static final double REL = 5e-5;

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void encodesAndDecodesAsTheReference(String name) {
        try (GoldenModel model = new GoldenModel();
                AutoencoderKl vae = model.vae();
                SafetensorsFile golden = Goldens.tensors("golden/vae.safetensors");
                NDManager manager = model.manager.newSubManager()) {
            Pass pass = Pass.direct(manager, AdapterWeights.NONE);
            NDArray moments = vae.encode(pass, golden.load(name + ".image", manager));
            assertThatTensor(moments.get(new NDIndex(":, :4"))).isCloseTo(golden.load(name + ".mean", manager), REL);
            assertThatTensor(moments.get(new NDIndex(":, 4:"))).isCloseTo(golden.load(name + ".logvar", manager), REL);
            assertThatTensor(vae.decode(pass, golden.load(name + ".decode_in", manager)))
                    .isCloseTo(golden.load(name + ".decode_out", manager), REL);
        }
    }

    @Test
    void everyBlockAgrees() {
        Map<String, String> lastOf = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            lastOf.put("encoder.down_blocks." + i, "encoder.down_blocks." + i + ".downsamplers.0");
            lastOf.put("decoder.up_blocks." + i, "decoder.up_blocks." + i + ".upsamplers.0");
        }
        lastOf.put("encoder.down_blocks.3", "encoder.down_blocks.3.resnets.1");
        lastOf.put("decoder.up_blocks.3", "decoder.up_blocks.3.resnets.2");
        lastOf.put("encoder.mid_block", "encoder.mid_block.resnets.1");
        lastOf.put("decoder.mid_block", "decoder.mid_block.resnets.1");
        try (GoldenModel model = new GoldenModel();
                AutoencoderKl vae = model.vae();
                SafetensorsFile golden = Goldens.tensors("golden/vae.safetensors");
                NDManager manager = model.manager.newSubManager()) {
            ObservedPass pass = new ObservedPass(manager, AdapterWeights.NONE);
            vae.encode(pass, golden.load("a.image", manager));
            vae.decode(pass, golden.load("a.decode_in", manager));
            int compared = 0;
            for (String tensor : golden.tensors().keySet()) {
                if (tensor.startsWith("a.block.")) {
                    String block = tensor.substring("a.block.".length());
                    assertThatTensor(pass.outputs.get(lastOf.getOrDefault(block, block)))
                            .as(tensor)
                            .isCloseTo(golden.load(tensor, manager), REL);
                    compared++;
                }
            }
            assertThat(compared).isGreaterThanOrEqualTo(16);
        }
    }
}
