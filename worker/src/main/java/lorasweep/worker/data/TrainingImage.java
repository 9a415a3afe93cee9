package lorasweep.worker.data;

import java.nio.file.Path;
import java.util.Optional;
import lorasweep.worker.image.Framing;
import lorasweep.worker.image.PerceptualHash;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.store.ContentHash;

/**
 * One picture with its caption and its place in a bucket. All of it is equal between trials.
 *
 * @param name relative to the dataset's root
 * @param file where it is
 * @param content hash of the file's bytes
 * @param size upright, in pixels
 * @param likeness what it looks like
 * @param framing how it is resized and cropped
 * @param caption its own or, without one, the folder's class tokens
 * @param captionFile the file the caption is from
 * @param repeats how often it is used in an epoch
 * @param role what it is there for
 */
public record TrainingImage(
        String name,
        Path file,
        ContentHash content,
        PixelSize size,
        PerceptualHash likeness,
        Framing framing,
        String caption,
        Optional<Path> captionFile,
        int repeats,
        ImageRole role) {

    /** The size at which it is trained. */
    public PixelSize bucket() {
        return framing.bucket();
    }

    /** Width/height of the bucket less that of the picture. */
    public double aspectError() {
        return framing.bucket().aspect() - size.aspect();
    }
}
