package lorasweep.worker.cache;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.Progress;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.image.AlphaUse;
import lorasweep.worker.image.ImageDecoder;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.PixelTensor;
import lorasweep.worker.image.UnreadableImageException;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.store.FloatStore;

/**
 * The latents of pictures, each made once and found again by everything it depends on: the file's bytes,
 * its size and crop, whether it is mirrored, what transparency means, and the encoder. So a changed
 * picture, resolution or VAE never meets a stale latent, and trials and sweeps share them.
 *
 * <p>What is kept is one sample of the posterior, mean + exp(logvar/2)·ε, as sd-scripts keeps it. ε is
 * drawn under the picture's content and size, not under a trial's seed: every trial, in every sweep,
 * trains on the same latent. Pictures are encoded one at a time, so that the result does not depend on
 * which others were missing.
 */
public final class LatentCache {
    /** Changes whenever decoding, resizing or sampling does, so that latents are made anew. */
    private static final String KIND = "latent-1";

    private static final float[] NO_MASK = {};

    private final FloatStore store;
    private final ImageLoader images;
    private final Encoding encoding;

    /**
     * How latents are made.
     *
     * @param encoder makes them; never called for one that is in the store
     * @param identity hash of all that the encoder's results depend on: its weights and precision
     * @param channels of a latent, 4 for Stable Diffusion 1.5
     * @param downscale pixels of a latent place's side, 8 for Stable Diffusion 1.5
     * @param alpha what transparency means
     */
    public record Encoding(LatentEncoder encoder, ContentHash identity, int channels, int downscale, AlphaUse alpha) {}

    /** A cache on a store; pictures that are missing there are loaded by {@code images}. */
    public LatentCache(ContentStore store, ImageLoader images, Encoding encoding) {
        this.store = new FloatStore(store, KIND);
        this.images = images;
        this.encoding = encoding;
    }

    /**
     * Makes all latents that are missing. Pictures are decoded ahead on other threads while this one
     * encodes.
     *
     * @param flips the ways in which pictures will be asked for
     * @param threads how many pictures are decoded at the same time
     * @param progress counts the pictures, those that were there included
     * @return how many latents were made
     * @throws InvalidInputException if a bucket is no multiple of the encoder's scale, a picture changed since
     *     it was read, or its latent is not finite
     */
    public int prepare(List<TrainingImage> pictures, Set<Flip> flips, int threads, Progress progress)
            throws InterruptedException {
        requireWholeLatents(pictures);
        Deque<Missing> missing = missing(pictures, flips);
        int done = pictures.size() - missing.size();
        int made = 0;
        ExecutorService decoders = Executors.newFixedThreadPool(threads);
        try {
            Deque<Map.Entry<Missing, Future<Map<Flip, PixelTensor>>>> ahead = new ArrayDeque<>();
            while (!missing.isEmpty() || !ahead.isEmpty()) {
                while (ahead.size() < 2 * threads && !missing.isEmpty()) {
                    Missing next = missing.removeFirst();
                    ahead.addLast(Map.entry(next, decoders.submit(() -> decode(next))));
                }
                Map.Entry<Missing, Future<Map<Flip, PixelTensor>>> head = ahead.removeFirst();
                TrainingImage picture = head.getKey().picture();
                Map<Flip, PixelTensor> tensors = result(picture, head.getValue());
                tensors.forEach((flip, tensor) -> make(picture, flip, tensor));
                made += tensors.size();
                progress.advanced(++done, pictures.size());
            }
            return made;
        } finally {
            decoders.shutdownNow();
        }
    }

    /**
     * One latent; made now if it was not prepared or was lost since.
     *
     * @throws InvalidInputException if it must be made and the picture changed since it was read, or its
     *     latent is not finite
     */
    public Latent load(TrainingImage picture, Flip flip) throws InterruptedException {
        Optional<Latent> found = find(picture, flip);
        if (found.isPresent()) {
            return found.get();
        }
        prepare(List.of(picture), EnumSet.of(flip), 1, Progress.NONE);
        return find(picture, flip)
                .orElseThrow(
                        () -> new IllegalStateException("a latent just written cannot be read: " + picture.name()));
    }

    private void requireWholeLatents(List<TrainingImage> pictures) {
        int scale = encoding.downscale();
        List<String> problems = pictures.stream()
                .map(TrainingImage::bucket)
                .filter(bucket -> bucket.width() % scale != 0 || bucket.height() % scale != 0)
                .distinct()
                .map(bucket -> ("bucket %s: its sides are no multiples of %d, expected so for this VAE;"
                                + " change resolution or bucket_reso_steps.")
                        .formatted(bucket, scale))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private record Missing(TrainingImage picture, Set<Flip> flips) {}

    private Deque<Missing> missing(List<TrainingImage> pictures, Set<Flip> flips) {
        Deque<Missing> missing = new ArrayDeque<>();
        Set<ContentHash> claimed = new HashSet<>();
        for (TrainingImage picture : pictures) {
            List<Flip> absent = flips.stream()
                    .filter(flip -> find(picture, flip).isEmpty() && claimed.add(key(picture, flip)))
                    .toList();
            if (!absent.isEmpty()) {
                missing.add(new Missing(picture, EnumSet.copyOf(absent)));
            }
        }
        return missing;
    }

    private Optional<Latent> find(TrainingImage picture, Flip flip) {
        PixelSize size = latentSize(picture);
        int area = (int) size.area();
        int values = encoding.channels() * area;
        return store.read(key(picture, flip))
                .filter(entry -> entry.length == values || entry.length == values + area)
                .map(entry -> new Latent(
                        size,
                        Arrays.copyOf(entry, values),
                        entry.length == values
                                ? Optional.empty()
                                : Optional.of(Arrays.copyOfRange(entry, values, entry.length))));
    }

    private Map<Flip, PixelTensor> decode(Missing missing)
            throws UnreadableImageException, IOException, InterruptedException {
        TrainingImage picture = missing.picture();
        PixelTensor tensor = images.load(picture.file(), (header, bytes) -> {
            if (!ContentHash.of(bytes).equals(picture.content())) {
                throw new InvalidInputException(changed(picture));
            }
            return picture.framing().apply(ImageDecoder.decode(header, bytes));
        });
        Map<Flip, PixelTensor> tensors = new EnumMap<>(Flip.class);
        missing.flips().forEach(flip -> tensors.put(flip, flip == Flip.NONE ? tensor : tensor.mirrored()));
        return tensors;
    }

    private static Map<Flip, PixelTensor> result(TrainingImage picture, Future<Map<Flip, PixelTensor>> decoded)
            throws InterruptedException {
        try {
            return decoded.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof InvalidInputException refusal) {
                throw refusal;
            } else if (cause instanceof IOException || cause instanceof UnreadableImageException) {
                throw new InvalidInputException(changed(picture), cause);
            }
            throw new IllegalStateException("decoding " + picture.name() + " failed", e);
        }
    }

    private static String changed(TrainingImage picture) {
        return picture.name() + ": the file changed since it was read, expected it to stay; start again.";
    }

    private void make(TrainingImage picture, Flip flip, PixelTensor tensor) {
        float[] moments = encoding.encoder().encode(tensor);
        int values = encoding.channels() * (int) latentSize(picture).area();
        if (moments.length != 2 * values) {
            throw new IllegalStateException("an encoder gave " + moments.length + " numbers for " + picture.bucket());
        }
        float[] latent = Posterior.sample(moments, noise(picture, flip));
        if (!FloatStore.isFinite(latent)) {
            throw new InvalidInputException(picture.name() + ": its latent has NaN or infinite values, expected finite "
                    + "ones; check the VAE's file, or leave the image out.");
        }
        store.write(key(picture, flip), withMask(latent, tensor));
    }

    private static RandomStream noise(TrainingImage picture, Flip flip) {
        PixelSize bucket = picture.bucket();
        long side = flip == Flip.NONE ? 0 : 1;
        return RandomStream.of(picture.content().key(), Purpose.LATENT, bucket.width(), bucket.height(), side);
    }

    private float[] withMask(float[] latent, PixelTensor tensor) {
        float[] mask = encoding.alpha() == AlphaUse.MASK
                ? tensor.mask(encoding.downscale()).orElse(NO_MASK)
                : NO_MASK;
        float[] entry = Arrays.copyOf(latent, latent.length + mask.length);
        System.arraycopy(mask, 0, entry, latent.length, mask.length);
        return entry;
    }

    private ContentHash key(TrainingImage picture, Flip flip) {
        return ContentHash.of(String.join(
                "\n",
                "image " + picture.content(),
                "resized " + picture.framing().resized(),
                "bucket " + picture.bucket(),
                "flip " + flip,
                "alpha " + encoding.alpha(),
                "encoder " + encoding.identity()));
    }

    private PixelSize latentSize(TrainingImage picture) {
        PixelSize bucket = picture.bucket();
        return new PixelSize(bucket.width() / encoding.downscale(), bucket.height() / encoding.downscale());
    }
}
