package lorasweep.worker.gallery;

import java.util.Optional;
import lorasweep.trial.ComputeSettings;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.RgbImage;
import lorasweep.worker.model.Part;
import lorasweep.worker.sampling.DrawnImage;
import lorasweep.worker.sampling.ImageRequest;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.store.FloatStore;
import lorasweep.worker.train.PackInputs;

/** Pictures of the base alone: drawn once, then found again by all that they depend on. */
final class BasePictures {
    private static final String PIXELS = "sample-pixels-1";
    private static final String LATENTS = "sample-latent-1";

    private final PackInputs inputs;
    private final ComputeSettings compute;
    private final ContentStore store;
    private final FloatStore latents;

    BasePictures(PackInputs inputs) {
        this.inputs = inputs;
        this.compute = inputs.trials().get(0).compute();
        this.store = inputs.store();
        this.latents = new FloatStore(store, LATENTS);
    }

    /** The picture of a request with one seed, if it was drawn before. */
    Optional<DrawnImage> find(ImageRequest request) {
        ContentHash key = key(request);
        PixelSize size = request.size();
        return latents.read(key)
                .flatMap(latent -> store.read(PIXELS, key)
                        .filter(rgb -> rgb.length == RgbImage.CHANNELS * size.area())
                        .map(rgb -> new DrawnImage(
                                request.seeds().get(0),
                                latent,
                                Optional.of(new RgbImage(size, rgb, Optional.empty())))));
    }

    /** Keeps a picture; one that is not finite is not kept. */
    void keep(ImageRequest request, DrawnImage drawn) {
        drawn.image().ifPresent(image -> {
            store.write(PIXELS, key(request), image.rgb());
            latents.write(key(request), drawn.latent());
        });
    }

    private ContentHash key(ImageRequest request) {
        return ContentHash.of(String.join(
                "\n",
                "sampler " + request.sampler(),
                "steps " + request.steps(),
                "cfg " + request.cfgScale(),
                "size " + request.size(),
                "clip skip " + request.clipSkip(),
                "seeds " + request.seeds(),
                "prediction " + inputs.base().frozen().prediction(),
                "precision " + compute.mixedPrecision(),
                "attention " + compute.crossAttention(),
                "device " + inputs.base().frozen().manager().getDevice().getDeviceType(),
                "unet " + inputs.fingerprint(Part.UNET),
                "text encoder " + inputs.fingerprint(Part.TEXT_ENCODER),
                "vae " + inputs.fingerprint(Part.VAE),
                "negative " + ContentHash.of(request.negativePrompt()),
                "prompt " + request.prompt()));
    }
}
