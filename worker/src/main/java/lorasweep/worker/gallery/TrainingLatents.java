package lorasweep.worker.gallery;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lorasweep.result.Measure.Memorisation.Neighbours;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.image.Framing;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.train.LatentSource;

/** The training pictures at the size of the samples, as the VAE sees them. */
final class TrainingLatents {
    private final List<TrainingImage> images;
    private final Set<Flip> flips;
    private final LatentSource latents;

    /**
     * The pictures of a dataset, each resized to cover the samples' size and cropped around its centre.
     *
     * @param withMirrored whether training saw them mirrored too
     */
    TrainingLatents(List<TrainingImage> training, PixelSize size, boolean withMirrored, LatentSource latents) {
        this.images = training.stream().map(image -> framed(image, size)).toList();
        this.flips = withMirrored ? EnumSet.allOf(Flip.class) : EnumSet.of(Flip.NONE);
        this.latents = latents;
    }

    private static TrainingImage framed(TrainingImage image, PixelSize size) {
        double factor = Math.max(
                (double) size.width() / image.size().width(),
                (double) size.height() / image.size().height());
        PixelSize resized = new PixelSize(
                Math.max(size.width(), (int) Math.round(factor * image.size().width())),
                Math.max(size.height(), (int) Math.round(factor * image.size().height())));
        return new TrainingImage(
                image.name(),
                image.file(),
                image.content(),
                image.size(),
                image.likeness(),
                new Framing(resized, size),
                image.caption(),
                image.captionFile(),
                image.repeats(),
                image.role());
    }

    /** Whether there are two pictures to tell a nearest and a second nearest. */
    boolean isEnough() {
        return images.stream().map(TrainingImage::content).distinct().count() > 1;
    }

    /** The picture with this content, framed as samples are. */
    Optional<TrainingImage> image(String content) {
        return images.stream()
                .filter(image -> image.content().hex().equals(content))
                .findFirst();
    }

    /** The two pictures nearest to a sample. */
    Neighbours of(String sample, float[] latent) {
        Map<ContentHash, Double> distances = new TreeMap<>();
        for (TrainingImage image : images) {
            for (Flip flip : flips) {
                double distance = distance(latent, latents.latent(image, flip).values());
                distances.merge(image.content(), distance, Math::min);
            }
        }
        List<Map.Entry<ContentHash, Double>> sorted = new ArrayList<>(distances.entrySet());
        sorted.sort(Map.Entry.comparingByValue());
        return new Neighbours(
                sample,
                sorted.get(0).getKey().hex(),
                sorted.get(0).getValue(),
                sorted.get(1).getKey().hex(),
                sorted.get(1).getValue());
    }

    /** Root mean square of the differences. */
    static double distance(float[] a, float[] b) {
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            square += difference * difference;
        }
        return Math.sqrt(square / a.length);
    }
}
