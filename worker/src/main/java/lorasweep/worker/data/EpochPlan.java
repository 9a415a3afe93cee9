package lorasweep.worker.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.image.PixelSize;

/**
 * The batches of one epoch. Each is of one bucket; the last of a bucket may be short and is kept.
 *
 * <p>Which bucket comes next is drawn from the dataset's own stream, so that trials of different seeds
 * go through the same sequence of sizes and can share a pass; which pictures of the bucket fill a
 * batch is drawn from the trial's seed.
 */
public final class EpochPlan {
    private final Dataset dataset;
    private final int epoch;
    private final List<Slot> slots;

    /**
     * A place in the epoch.
     *
     * @param bucket size of its pictures
     * @param first the place of its first sample in the bucket's order
     * @param size its samples, at least 1
     */
    public record Slot(PixelSize bucket, int first, int size) {}

    private EpochPlan(Dataset dataset, int epoch, List<Slot> slots) {
        this.dataset = dataset;
        this.epoch = epoch;
        this.slots = slots;
    }

    /**
     * The plan of an epoch.
     *
     * @param epoch from 1
     * @throws IllegalArgumentException if the epoch or the batch size is below 1
     */
    public static EpochPlan of(Dataset dataset, int batchSize, int epoch) {
        if (batchSize < 1 || epoch < 1) {
            throw new IllegalArgumentException("batch size " + batchSize + ", epoch " + epoch + ": both begin at 1");
        }
        List<Slot> inOrder = new ArrayList<>();
        dataset.samples().forEach((bucket, samples) -> {
            for (int first = 0; first < samples.size(); first += batchSize) {
                inOrder.add(new Slot(bucket, first, Math.min(batchSize, samples.size() - first)));
            }
        });
        List<Slot> slots = new ArrayList<>();
        for (int index : RandomStream.of(dataset.fingerprint().key(), Purpose.BUCKET_ORDER, epoch)
                .permutation(inOrder.size())) {
            slots.add(inOrder.get(index));
        }
        return new EpochPlan(dataset, epoch, Collections.unmodifiableList(slots));
    }

    /** The places of the epoch, the same for all trials. */
    public List<Slot> slots() {
        return slots;
    }

    /** The samples that fill the places in a trial. */
    public List<List<Sample>> batches(long trialSeed) {
        Map<PixelSize, int[]> orders = new HashMap<>();
        dataset.samples()
                .forEach((bucket, samples) -> orders.put(
                        bucket,
                        RandomStream.of(trialSeed, Purpose.IMAGE_ORDER, epoch, bucket.width(), bucket.height())
                                .permutation(samples.size())));
        List<List<Sample>> batches = new ArrayList<>(slots.size());
        for (Slot slot : slots) {
            List<Sample> samples = dataset.samples().getOrDefault(slot.bucket(), List.of());
            int[] order = orders.getOrDefault(slot.bucket(), new int[0]);
            List<Sample> batch = new ArrayList<>(slot.size());
            for (int i = slot.first(); i < slot.first() + slot.size(); i++) {
                batch.add(samples.get(order[i]));
            }
            batches.add(Collections.unmodifiableList(batch));
        }
        return batches;
    }
}
