package lorasweep.worker.data;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.store.ContentHash;

/**
 * A checked set of pictures: what is trained on, what is held out, and what was found where.
 *
 * @param folders a report of each folder, in the order found
 * @param training trained on, by content hash
 * @param regularisation trained on with the prior's weight, by content hash
 * @param heldOut only measured, by content hash; their names belong into every result
 * @param samples the samples of an epoch, by bucket; {@link EpochPlan} puts them in order
 * @param fingerprint hash of the pictures, their roles, repeats and buckets; neither of captions, which
 *     may differ within a pack, nor of names
 */
public record Dataset(
        List<FolderReport> folders,
        List<TrainingImage> training,
        List<TrainingImage> regularisation,
        List<TrainingImage> heldOut,
        SortedMap<PixelSize, List<Sample>> samples,
        ContentHash fingerprint) {

    /** Puts the pictures into their order and counts the samples. */
    static Dataset of(
            List<FolderReport> folders,
            List<TrainingImage> training,
            List<TrainingImage> regularisation,
            List<TrainingImage> heldOut) {
        List<TrainingImage> ordered = inOrder(training);
        List<TrainingImage> orderedRegularisation = inOrder(regularisation);
        List<TrainingImage> orderedHeldOut = inOrder(heldOut);
        return new Dataset(
                List.copyOf(folders),
                ordered,
                orderedRegularisation,
                orderedHeldOut,
                Sample.perEpoch(ordered, orderedRegularisation),
                fingerprint(Stream.of(ordered, orderedRegularisation, orderedHeldOut)
                        .flatMap(List::stream)));
    }

    /** By content, so that names do not matter; names decide only between copies of one file. */
    private static List<TrainingImage> inOrder(List<TrainingImage> images) {
        return images.stream()
                .sorted(Comparator.comparing(TrainingImage::content).thenComparing(TrainingImage::name))
                .toList();
    }

    private static ContentHash fingerprint(Stream<TrainingImage> images) {
        StringBuilder text = new StringBuilder();
        images.forEach(image -> text.append(image.role())
                .append(' ')
                .append(image.content())
                .append(' ')
                .append(image.repeats())
                .append(' ')
                .append(image.framing().resized())
                .append(' ')
                .append(image.bucket())
                .append('\n'));
        return ContentHash.of(text.toString());
    }

    /** How many samples an epoch has in each bucket, for {@link lorasweep.trial.StepArithmetic}. */
    public List<Long> samplesPerBucket() {
        return samples.values().stream().map(list -> (long) list.size()).toList();
    }

    /** All pictures whatever their role. */
    public List<TrainingImage> all() {
        return Stream.of(training, regularisation, heldOut)
                .flatMap(List::stream)
                .toList();
    }
}
