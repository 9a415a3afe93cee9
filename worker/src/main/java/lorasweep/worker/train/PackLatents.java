package lorasweep.worker.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lorasweep.trial.DatasetSettings;
import lorasweep.worker.cache.Latent;
import lorasweep.worker.cache.LatentCache;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.Progress;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.image.AlphaUse;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.image.PixelTensor;
import lorasweep.worker.model.Part;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.store.FileMemo;

/** The latents of a pack's pictures: those that are missing are made, all are then kept in memory. */
final class PackLatents implements LatentSource {
    private final LatentCache cache;
    private final Map<String, Latent> loaded = new HashMap<>();

    private PackLatents(LatentCache cache) {
        this.cache = cache;
    }

    /** Makes what is missing, with as many threads to decode pictures as are given. */
    static PackLatents prepare(
            OpenBase base,
            ContentStore store,
            ImageLoader images,
            int decoders,
            Dataset dataset,
            DatasetSettings settings)
            throws InterruptedException {
        LatentCache cache = new LatentCache(
                store,
                images,
                new LatentCache.Encoding(
                        pixels -> encode(base, pixels),
                        base.fingerprint(Part.VAE, new FileMemo(store)),
                        base.model().config().vae().latentChannels(),
                        base.model().config().vae().downscaleFactor(),
                        settings.alphaMask() ? AlphaUse.MASK : AlphaUse.WHITE));
        Set<Flip> flips = settings.flipAug() ? EnumSet.allOf(Flip.class) : EnumSet.of(Flip.NONE);
        List<TrainingImage> trained = new ArrayList<>(dataset.training());
        trained.addAll(dataset.regularisation());
        cache.prepare(trained, flips, decoders, Progress.NONE);
        cache.prepare(dataset.heldOut(), EnumSet.of(Flip.NONE), decoders, Progress.NONE);
        return new PackLatents(cache);
    }

    private static float[] encode(OpenBase base, PixelTensor pixels) {
        Shape shape = new Shape(1, 3, pixels.size().height(), pixels.size().width());
        try (NDManager scratch = base.frozen().manager().newSubManager()) {
            return base.vae()
                    .encode(scratch, scratch.create(pixels.values(), shape))
                    .toFloatArray();
        }
    }

    @Override
    public Latent latent(TrainingImage image, Flip flip) {
        return loaded.computeIfAbsent(image.content() + " " + image.bucket() + " " + flip, key -> load(image, flip));
    }

    private Latent load(TrainingImage image, Flip flip) {
        try {
            return cache.load(image, flip);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("while a latent was read"));
        }
    }
}
