package lorasweep.worker.unet;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.CheckpointedPass;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.GoldenModel;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.ObservedPass;
import lorasweep.worker.torch.Autograd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The U-Net against diffusers' (rel: largest difference over largest value of a tensor). */
@Tag("golden")
@ParameterizedClass
@EnumSource(GoldenModel.Layout.class)
class UNet2dConditionModelGoldenTest {
    private static final double REL = 5e-5;
    private static final double GRADIENT_REL = 2e-4;
    private static GoldenModel model;
    private static UNet2dConditionModel unet;
    private static SafetensorsFile golden;

    private final NDManager manager = model.manager.newSubManager();

    @Parameter
    GoldenModel.Layout layout;

    @BeforeParameterizedClassInvocation
    static void load(GoldenModel.Layout layout) {
        model = new GoldenModel(layout);
        unet = model.unet(CrossAttention.SDPA);
        golden = Goldens.tensors("golden/unet.safetensors");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        golden.close();
        unet.close();
        model.close();
    }

    private NDArray golden(String name) {
        return golden.load(name, manager);
    }

    private NDArray forward(UNet2dConditionModel network, Pass pass, String name) {
        return network.forward(pass, golden(name + ".sample"), golden(name + ".timestep"), golden(name + ".context"));
    }

    @ParameterizedTest
    @EnumSource(CrossAttention.class)
    void predictsTheReferencesNoise(CrossAttention attention) {
        try (UNet2dConditionModel network = model.unet(attention)) {
            List<String> cases = Goldens.cases(golden, ".sample");
            assertThat(cases).hasSizeGreaterThanOrEqualTo(7);
            for (String name : cases) {
                NDArray out = forward(network, Pass.direct(manager, AdapterWeights.NONE), name);
                assertThatTensor(out).as(name).isCloseTo(golden(name + ".out"), REL);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"case1", "case4"})
    void everyBlockAgrees(String name) {
        ObservedPass pass = new ObservedPass(manager, AdapterWeights.NONE);
        forward(unet, pass, name);
        int compared = 0;
        for (String tensor : golden.tensors().keySet()) {
            String prefix = name + ".block.";
            if (tensor.startsWith(prefix)) {
                NDArray ours = ours(pass, tensor.substring(prefix.length()));
                assertThatTensor(ours.reshape(golden(tensor).getShape()))
                        .as(tensor)
                        .isCloseTo(golden(tensor), REL);
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(14);
    }

    private NDArray ours(ObservedPass pass, String block) {
        String module = lastOf().getOrDefault(block, block);
        if (pass.outputs.containsKey(module)) {
            return pass.outputs.get(module);
        } else if (block.equals("conv_norm_out")) {
            UNetConfig config = model.config.unet();
            NDArray last = pass.outputs.get(
                    lastOf().get("up_blocks." + (config.levels().size() - 1)));
            List<NDArray> norm = unet.convOutWeights();
            return model.kernels.tensor(
                    manager, "group_norm", last, norm.get(0), norm.get(1), config.normGroups(), config.normEps());
        }
        return insideFirstTransformer(pass, block.replace("down_blocks.0.attentions.0.", ""));
    }

    /** Blocks that are several of ours: the last one's output is theirs. */
    private static Map<String, String> lastOf() {
        UNetConfig config = model.config.unet();
        int last = config.levels().size() - 1;
        int layers = config.layersPerBlock();
        Map<String, String> lastOf = new HashMap<>();
        lastOf.put("mid_block", "mid_block.resnets.1");
        for (int i = 0; i < last; i++) {
            lastOf.put("down_blocks." + i, "down_blocks." + i + ".downsamplers.0");
            lastOf.put("up_blocks." + i, "up_blocks." + i + ".upsamplers.0");
        }
        String coarsest = config.levels().get(last).attention() ? "attentions." : "resnets.";
        String finest = config.levels().get(0).attention() ? "attentions." : "resnets.";
        lastOf.put("down_blocks." + last, "down_blocks." + last + "." + coarsest + (layers - 1));
        lastOf.put("up_blocks." + last, "up_blocks." + last + "." + finest + layers);
        return lastOf;
    }

    /** The steps of the first transformer, called one by one. */
    private NDArray insideFirstTransformer(ObservedPass pass, String step) {
        Transformer2dModel transformer = unet.firstTransformer();
        NDArray x = pass.outputs.get("down_blocks.0.resnets.0");
        NDArray context = pass.outputs.get("context");
        Object w = transformer.weights();
        List<NDArray> none = List.of();
        int groups = model.config.unet().normGroups();
        int heads = model.config.unet().levels().get(0).heads();
        NDArray normed = call("transformer_norm", x, w, groups);
        NDArray t = call("transformer_project_in", normed, w, none);
        NDArray norm1 = call("transformer_norm1", t, w);
        NDArray attn1 = call("self_attention", norm1, w, none, heads, true);
        NDArray norm2 = call("transformer_norm2", t.add(attn1), w);
        NDArray attn2 = call("cross_attention", norm2, context, w, none, heads, true);
        NDArray norm3 = call("transformer_norm3", t.add(attn1).add(attn2), w);
        return switch (step) {
            case "norm" -> image(normed, x);
            case "proj_in" -> image(t, x);
            case "transformer_blocks.0" -> call("transformer_block", t, context, w, none, heads, true);
            case "transformer_blocks.0.norm1" -> norm1;
            case "transformer_blocks.0.attn1" -> attn1;
            case "transformer_blocks.0.norm2" -> norm2;
            case "transformer_blocks.0.attn2" -> attn2;
            case "transformer_blocks.0.norm3" -> norm3;
            case "transformer_blocks.0.ff" -> call("feed_forward", norm3, w, none);
            default -> throw new IllegalArgumentException("no block of ours answers to " + step);
        };
    }

    private NDArray call(String kernel, Object... arguments) {
        return model.kernels.tensor(manager, kernel, arguments);
    }

    private static NDArray image(NDArray tokens, NDArray like) {
        return tokens.transpose(0, 2, 1).reshape(like.getShape());
    }

    @Test
    void gradientsOfInputsAgreeDirectlyAndCheckpointed() {
        NDArray sample = golden("case2.sample");
        NDArray context = golden("case2.context");
        NDArray timestep = golden("case2.timestep");
        NDArray direction = golden("case2.grad_R");
        Autograd.requireGradient(sample);
        Autograd.requireGradient(context);
        try (Autograd recording = Autograd.record()) {
            NDArray out = unet.forward(Pass.direct(manager, AdapterWeights.NONE), sample, timestep, context);
            Autograd.backward(out, direction);
        }
        assertThatTensor(Autograd.gradient(sample)).isCloseTo(golden("case2.grad_sample"), GRADIENT_REL);
        assertThatTensor(Autograd.gradient(context)).isCloseTo(golden("case2.grad_context"), GRADIENT_REL);

        Autograd.clearGradient(sample);
        Autograd.clearGradient(context);
        CheckpointedPass pass = new CheckpointedPass(model.kernels, manager, AdapterWeights.NONE);
        NDArray out = unet.forward(pass, sample, timestep, context);
        pass.backward(out, direction);
        assertThatTensor(Autograd.gradient(sample)).isCloseTo(golden("case2.grad_sample"), GRADIENT_REL);
        assertThatTensor(Autograd.gradient(context)).isCloseTo(golden("case2.grad_context"), GRADIENT_REL);
    }
}
