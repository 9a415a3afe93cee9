package lorasweep.worker.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lorasweep.trial.Unreadable;
import lorasweep.worker.image.ImageDecoder;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.image.PerceptualHash;
import lorasweep.worker.image.RgbImage;
import lorasweep.worker.image.UnreadableImageException;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.ContentStore;
import org.jspecify.annotations.Nullable;

/**
 * Decodes every image before anything is trained, so that none fails late. What was found of a file is
 * kept under the hash of its bytes: an image that has been decoded once is only hashed again.
 */
final class ImageCheck {
    /** Changes whenever the decoder does, so that files are decoded anew. */
    private static final String KIND = "image-1";

    private final Optional<ContentStore> store;
    private final ImageLoader images;
    private final int threads;

    ImageCheck(Optional<ContentStore> store, ImageLoader images, int threads) {
        this.store = store;
        this.images = images;
        this.threads = threads;
    }

    /**
     * Checks images in parallel.
     *
     * @param names what each file is called in a report, in the order of the report
     * @param problems receives what is wrong with which
     * @return the facts of those that are well
     */
    Map<Path, ImageFacts> check(Map<Path, String> names, Progress progress, Problems problems)
            throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            Map<Path, Future<ImageFacts>> pending = new LinkedHashMap<>();
            names.keySet().forEach(file -> pending.put(file, workers.submit(() -> facts(file))));
            Map<Path, ImageFacts> facts = new LinkedHashMap<>();
            int done = 0;
            for (Map.Entry<Path, Future<ImageFacts>> entry : pending.entrySet()) {
                try {
                    facts.put(entry.getKey(), entry.getValue().get());
                } catch (ExecutionException e) {
                    problems.add(names.getOrDefault(entry.getKey(), ""), explain(e.getCause()));
                }
                progress.advanced(++done, names.size());
            }
            return facts;
        } finally {
            workers.shutdownNow();
        }
    }

    private static String explain(@Nullable Throwable cause) {
        if (cause instanceof UnreadableImageException unreadable) {
            return String.valueOf(unreadable.getMessage());
        } else if (cause instanceof IOException io) {
            return "cannot be read (" + Unreadable.because(io) + "), expected an image; check its rights";
        }
        throw cause instanceof RuntimeException known ? known : new IllegalStateException("image check", cause);
    }

    private ImageFacts facts(Path file) throws IOException, InterruptedException, UnreadableImageException {
        return images.load(file, (header, bytes) -> {
            ContentHash content = ContentHash.of(bytes);
            Optional<ImageFacts> known = store.flatMap(
                    entries -> entries.read(KIND, content).flatMap(entry -> ImageFacts.decode(content, entry)));
            if (known.isPresent()) {
                return known.get();
            }
            RgbImage image = ImageDecoder.decode(header, bytes);
            ImageFacts facts = new ImageFacts(content, image.size(), PerceptualHash.of(image));
            store.ifPresent(entries -> entries.write(KIND, content, facts.encode()));
            return facts;
        });
    }
}
