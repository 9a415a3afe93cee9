package lorasweep.worker.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import lorasweep.trial.ComputeSettings;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.image.RgbImage;
import lorasweep.worker.lora.LoraFile;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.lora.LoraTargets;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.sampling.AppliedLora;
import lorasweep.worker.sampling.ImageRequest;
import lorasweep.worker.sampling.LoraMix;
import lorasweep.worker.sampling.PromptEncoder;
import lorasweep.worker.sampling.TextToImage;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.text.TextualInversion;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.train.FrozenBase;
import lorasweep.worker.vae.AutoencoderKl;

/** A base model with LoRAs and embeddings: checked when it is made, loaded when it draws. */
final class SamplePipeline {
    /** So many module names stand in a note. */
    private static final int SHOWN = 5;

    /** Digits of a LoRA's hash by which AUTOMATIC1111 knows it. */
    private static final int LORA_HASH_DIGITS = 12;

    private final BaseModel base;
    private final ClipTokenizer tokenizer;
    private final List<TextualInversion> embeddings = new ArrayList<>();
    private final List<AppliedLora> loras = new ArrayList<>();
    private final Map<String, String> loraHashes = new LinkedHashMap<>();

    /**
     * Reads everything but the base model's weights.
     *
     * @param notes told what in the files has no effect
     * @throws InvalidInputException with the problems of all files
     */
    SamplePipeline(BaseModel base, List<LoraUse> loraUses, List<Path> embeddingFiles, Consumer<String> notes) {
        this.base = base;
        this.tokenizer = base.tokenizer().map(ClipTokenizer::read).orElseGet(ClipTokenizer::ofClip);
        StableDiffusionConfig config = base.config();
        Problems problems = new Problems();
        if (tokenizer.vocabularySize() != config.text().vocabularySize()) {
            problems.add("%s: the tokenizer has %d tokens, expected %d as the text encoder; complete the model."
                    .formatted(
                            base.files().base(),
                            tokenizer.vocabularySize(),
                            config.text().vocabularySize()));
        }
        loraUses.forEach(use -> problems.collect(() -> readLora(use, notes)));
        int width = config.text().hiddenSize();
        embeddingFiles.forEach(file -> problems.collect(() -> embeddings.add(TextualInversion.read(file, width))));
        problems.throwIfAny();
    }

    private void readLora(LoraUse use, Consumer<String> notes) {
        List<LoraSite> sites = LoraTargets.WITH_CONV.of(base.config());
        try (LoraFile file = LoraFile.open(use.file())) {
            loras.add(new AppliedLora(file.adapters(sites), use.textEncoder(), use.unet()));
            List<String> ignored = new ArrayList<>(file.unmatched(sites));
            ignored.addAll(file.unknown());
            if (!ignored.isEmpty()) {
                notes.accept("%s: %d modules or tensors are not of this base model and have no effect: %s"
                        .formatted(
                                use.file(),
                                ignored.size(),
                                String.join(", ", ignored.subList(0, Math.min(SHOWN, ignored.size())))));
            }
            String hash = ModelHashes.of(file.file()).sshsModelHash();
            loraHashes.put(use.name(), hash.substring(0, LORA_HASH_DIGITS));
        }
    }

    /** Names and hashes of the LoRAs, as AUTOMATIC1111 writes them. */
    Map<String, String> loraHashes() {
        return loraHashes;
    }

    /**
     * Loads the base model and draws one image.
     *
     * @throws InvalidInputException as {@link TextToImage#images}
     */
    RgbImage draw(ImageRequest request, ComputeSettings compute, PredictionType prediction, IntConsumer progress) {
        try (NDManager manager = Torch.newManager(Torch.defaultDevice());
                FrozenBase networks = FrozenBase.load(base, compute, prediction, manager);
                AutoencoderKl vae = new AutoencoderKl(
                        networks.kernels(),
                        base.config().vae(),
                        base.weights(Part.VAE, Precision.FP32, manager, networks.kernels()));
                LoraMix mix = LoraMix.of(networks.kernels(), manager, base.config(), List.of(loras))) {
            PromptEncoder prompts = new PromptEncoder(networks.kernels(), networks.text(), tokenizer, embeddings);
            TextToImage images =
                    new TextToImage(networks.kernels(), networks.schedule(), prediction, prompts, networks.unet(), vae);
            return images.images(manager, request, mix, progress).get(0);
        }
    }
}
