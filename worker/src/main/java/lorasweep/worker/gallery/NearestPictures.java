package lorasweep.worker.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.image.ImageDecoder;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.image.PngFile;
import lorasweep.worker.image.RgbImage;
import lorasweep.worker.image.UnreadableImageException;
import lorasweep.worker.store.ContentHash;

/**
 * The training pictures that samples are nearest to, kept beside the samples as they were compared with them, so that
 * a report needs no dataset.
 */
final class NearestPictures {
    private static final long DECODING_MEMORY = 1L << 30;

    private final TrainingLatents training;
    private final ImageLoader loader = new ImageLoader(DECODING_MEMORY);

    NearestPictures(TrainingLatents training) {
        this.training = training;
    }

    /**
     * Keeps pictures as {@code <hash>.png}. One whose file is gone or another by now is left out: the measure has its
     * hash.
     *
     * @param contents hashes of training pictures
     */
    void keep(Path folder, Set<String> contents) throws IOException {
        for (String content : contents) {
            Path file = folder.resolve(content + ".png");
            if (!Files.exists(file)) {
                Optional<TrainingImage> image = training.image(content);
                image.flatMap(this::load).ifPresent(picture -> PngFile.write(file, picture));
            }
        }
    }

    private Optional<RgbImage> load(TrainingImage image) {
        try {
            return loader.load(
                    image.file(),
                    (header, bytes) -> ContentHash.of(bytes).equals(image.content())
                            ? Optional.of(image.framing().frame(ImageDecoder.decode(header, bytes)))
                            : Optional.empty());
        } catch (UnreadableImageException | IOException gone) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
