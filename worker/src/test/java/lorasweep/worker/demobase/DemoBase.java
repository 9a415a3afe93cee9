package lorasweep.worker.demobase;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.model.Layer;
import lorasweep.worker.model.VaeLayers;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TestKernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.vae.AutoencoderKl;

/**
 * Trains the demo base. Arguments: the unpacked emoji package; a folder for states, from which a run
 * that was ended goes on; the folder of the base; steps of the autoencoder; steps of text encoder and
 * U-Net.
 */
public final class DemoBase {
    private static final long SEED = 1;
    private static final List<Layer> VAE_LAYERS = VaeLayers.of(DemoArchitecture.CONFIG.vae());

    private final NDManager owner;
    private final Kernels kernels;
    private final Kernels training;
    private final EmojiPackage emoji;
    private final Path states;
    private final BaseFolder base;

    private DemoBase(
            NDManager owner, Kernels kernels, Kernels training, EmojiPackage emoji, Path states, BaseFolder base) {
        this.owner = owner;
        this.kernels = kernels;
        this.training = training;
        this.emoji = emoji;
        this.states = states;
        this.base = base;
    }

    public static void main(String[] args) throws IOException {
        try (NDManager owner = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(owner);
                Kernels training = TestKernels.compile(owner, "/lorasweep/worker/demobase/training.torchscript")) {
            Torch.setThreads(1);
            DemoBase demo = new DemoBase(
                    owner,
                    kernels,
                    training,
                    new EmojiPackage(Path.of(args[0])),
                    Files.createDirectories(Path.of(args[1])),
                    new BaseFolder(Path.of(args[2])));
            demo.base.writeConfigurations();
            demo.trainAutoencoder(Integer.parseInt(args[3]));
            demo.trainDenoiser(Integer.parseInt(args[4]));
        }
    }

    private void trainAutoencoder(int steps) {
        List<float[]> pictures = pictures(emoji.withoutFaces());
        System.out.println(pictures.size() + " pictures for the autoencoder");
        Map<String, float[]> weights;
        try (NDManager manager = owner.newSubManager();
                AutoencoderTraining vae =
                        new AutoencoderTraining(kernels, training, manager, states.resolve("vae.safetensors"), SEED)) {
            vae.run(pictures, steps, new RunLog());
            weights = new HashMap<>(vae.averages());
        }
        try (NDManager manager = owner.newSubManager()) {
            Map<String, NDArray> arrays = new HashMap<>();
            VAE_LAYERS.forEach(layer -> layer.tensors()
                    .forEach((name, shape) -> arrays.put(
                            name,
                            manager.create(
                                    weights.get(name),
                                    new Shape(shape.stream()
                                            .mapToLong(Long::longValue)
                                            .toArray())))));
            LatentScale scale = LatentScale.of(latents(new ArrayWeights(arrays), manager, pictures(captioned())));
            System.out.println("latents: " + scale);
            weights.putAll(scale.fold(weights));
        }
        base.writeVae(VAE_LAYERS, weights);
    }

    private void trainDenoiser(int steps) {
        List<CaptionedPicture> corpus = CaptionedPicture.corpus();
        System.out.println(corpus.size() + " captioned pictures");
        List<LatentMoments> latents;
        try (NDManager manager = owner.newSubManager()) {
            latents = latents(ArrayWeights.read(base.vaeWeights(), manager), manager, pictures(captioned()));
        }
        System.out.println("folded latents: " + LatentScale.of(latents));
        try (DenoiserTraining denoiser =
                new DenoiserTraining(kernels, training, owner, states.resolve("denoiser.safetensors"), SEED)) {
            denoiser.run(corpus, latents, steps, base, new RunLog());
        }
    }

    private static List<String> captioned() {
        return CaptionedPicture.corpus().stream()
                .map(CaptionedPicture::shortName)
                .toList();
    }

    private List<float[]> pictures(List<String> names) {
        return names.stream().map(emoji::pixels).toList();
    }

    private List<LatentMoments> latents(ArrayWeights weights, NDManager manager, List<float[]> pictures) {
        try (AutoencoderKl vae = new AutoencoderKl(kernels, DemoArchitecture.CONFIG.vae(), weights)) {
            return LatentMoments.of(vae, manager, pictures);
        }
    }
}
