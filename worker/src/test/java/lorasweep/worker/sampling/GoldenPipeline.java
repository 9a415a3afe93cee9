package lorasweep.worker.sampling;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import lorasweep.worker.lora.LoraFile;
import lorasweep.worker.lora.LoraTargets;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.text.TextualInversion;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import lorasweep.worker.vae.AutoencoderKl;

/** The golden model, ready to draw. */
final class GoldenPipeline implements AutoCloseable {
    final NDManager manager = Torch.newManager(Device.cpu());
    final Kernels kernels = Kernels.compile(manager);
    final BaseModel base = BaseModel.open(ModelFiles.of(Goldens.path("model")));
    final ClipTextModel text = new ClipTextModel(
            kernels, base.config().text(), base.weights(Part.TEXT_ENCODER, Precision.FP32, manager, kernels));
    final UNet2dConditionModel unet = new UNet2dConditionModel(
            kernels,
            base.config().unet(),
            base.weights(Part.UNET, Precision.FP32, manager, kernels),
            CrossAttention.SDPA);
    final AutoencoderKl vae =
            new AutoencoderKl(kernels, base.config().vae(), base.weights(Part.VAE, Precision.FP32, manager, kernels));
    final ClipTokenizer tokenizer = ClipTokenizer.ofClip();

    PromptEncoder prompts(TextualInversion... embeddings) {
        return new PromptEncoder(kernels, text, tokenizer, List.of(embeddings));
    }

    TextToImage textToImage() {
        return new TextToImage(kernels, base.config(), prompts(), unet, vae);
    }

    /** A golden LoRA, for example {@code conv_fp32}. */
    AppliedLora lora(String name, double textEncoder, double unet) {
        Path path = Goldens.path("golden/lora/lora_" + name + ".safetensors");
        try (LoraFile file = LoraFile.open(path)) {
            return new AppliedLora(file.adapters(LoraTargets.WITH_CONV.of(base.config())), textEncoder, unet);
        }
    }

    LoraMix mix(List<List<AppliedLora>> variants) {
        return LoraMix.of(kernels, manager, base.config(), variants);
    }

    @Override
    public void close() {
        text.close();
        unet.close();
        vae.close();
        base.close();
        kernels.close();
        manager.close();
    }
}
