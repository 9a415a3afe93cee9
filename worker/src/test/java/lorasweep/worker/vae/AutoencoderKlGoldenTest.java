package lorasweep.worker.vae;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.model.VaeConfig;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.GoldenModel;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.ObservedPass;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The VAE against diffusers'. */
@Tag("golden")
@ParameterizedClass
@EnumSource(GoldenModel.Layout.class)
class AutoencoderKlGoldenTest {
    private static final double REL = 5e-5;

    @Parameter
    private GoldenModel.Layout layout;

    @Test
    void encodesAndDecodesAsTheReference() {
        try (GoldenModel model = new GoldenModel(layout);
                AutoencoderKl vae = model.vae();
                SafetensorsFile golden = Goldens.tensors("golden/vae.safetensors");
                NDManager manager = model.manager.newSubManager()) {
            Pass pass = Pass.direct(manager, AdapterWeights.NONE);
            int channels = model.config.vae().latentChannels();
            List<String> cases = Goldens.cases(golden, ".image");
            assertThat(cases).hasSizeGreaterThanOrEqualTo(2);
            for (String name : cases) {
                NDArray moments = vae.encode(pass, golden.load(name + ".image", manager));
                assertThatTensor(moments.get(new NDIndex(":, :" + channels)))
                        .isCloseTo(golden.load(name + ".mean", manager), REL);
                assertThatTensor(moments.get(new NDIndex(":, " + channels + ":")))
                        .isCloseTo(golden.load(name + ".logvar", manager), REL);
                assertThatTensor(vae.decode(pass, golden.load(name + ".decode_in", manager)))
                        .isCloseTo(golden.load(name + ".decode_out", manager), REL);
            }
        }
    }

    @Test
    void everyBlockAgrees() {
        try (GoldenModel model = new GoldenModel(layout);
                AutoencoderKl vae = model.vae();
                SafetensorsFile golden = Goldens.tensors("golden/vae.safetensors");
                NDManager manager = model.manager.newSubManager()) {
            Map<String, String> lastOf = lastOf(model.config.vae());
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

    /** Blocks that are several of ours: the last one's output is theirs. */
    private static Map<String, String> lastOf(VaeConfig config) {
        Map<String, String> lastOf = new HashMap<>();
        int last = config.blockOutChannels().size() - 1;
        for (int i = 0; i < last; i++) {
            lastOf.put("encoder.down_blocks." + i, "encoder.down_blocks." + i + ".downsamplers.0");
            lastOf.put("decoder.up_blocks." + i, "decoder.up_blocks." + i + ".upsamplers.0");
        }
        int layers = config.layersPerBlock();
        lastOf.put("encoder.down_blocks." + last, "encoder.down_blocks." + last + ".resnets." + (layers - 1));
        lastOf.put("decoder.up_blocks." + last, "decoder.up_blocks." + last + ".resnets." + layers);
        lastOf.put("encoder.mid_block", "encoder.mid_block.resnets.1");
        lastOf.put("decoder.mid_block", "decoder.mid_block.resnets.1");
        return lastOf;
    }
}
