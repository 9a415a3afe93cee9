package lorasweep.worker.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.trial.HeldoutSettings;
import lorasweep.worker.image.PerceptualHash;
import lorasweep.worker.store.ContentHash;

/**
 * Chooses which training pictures are held out: max(heldout_min, round(N·heldout_fraction)) of N,
 * counted before repeats, and never a picture of which a near duplicate is trained on.
 *
 * <p>The choice depends on the pictures' content alone: each group of near duplicates draws a number
 * under its own hash, and the groups with the lowest are held out, passing over groups that are too
 * large for what is still wanted: near duplicates may leave fewer held out than asked for, never none. So all trials and all sweeps on the same pictures hold out the same
 * ones, and adding a picture disturbs the choice little.
 *
 * @param training what stays
 * @param heldOut what is held out, by content hash
 */
record HeldoutSplit(List<TrainingImage> training, List<TrainingImage> heldOut) {
    /** The split is no trial's: its seed is fixed. */
    private static final long SEED = 0;

    /**
     * Splits.
     *
     * @param problems receives why it is not possible
     */
    static HeldoutSplit of(List<TrainingImage> images, HeldoutSettings settings, Problems problems) {
        long wanted = Math.max(settings.heldoutMin(), Math.round(images.size() * settings.heldoutFraction()));
        if (wanted == 0) {
            return new HeldoutSplit(images, List.of());
        }
        Collection<List<TrainingImage>> groups = NearDuplicates.groups(images);
        if (wanted >= images.size() || groups.size() < 2) {
            problems.add(
                    "heldout_min",
                    "\"" + wanted + "\" images to hold out of " + images.size() + ", of which " + groups.size()
                            + " are not near duplicates of another, expected to leave some to train on; add images, "
                            + "or set heldout_min and heldout_fraction to 0");
            return new HeldoutSplit(images, List.of());
        }
        List<TrainingImage> heldOut = choose(groups, wanted);
        Set<TrainingImage> chosen = new HashSet<>(heldOut);
        List<TrainingImage> training =
                images.stream().filter(image -> !chosen.contains(image)).toList();
        return new HeldoutSplit(training, heldOut);
    }

    private static List<TrainingImage> choose(Collection<List<TrainingImage>> groups, long wanted) {
        List<List<TrainingImage>> order = new ArrayList<>(groups);
        order.sort(Comparator.comparingLong(HeldoutSplit::lot).thenComparing(HeldoutSplit::name));
        List<TrainingImage> heldOut = new ArrayList<>();
        for (List<TrainingImage> group : order) {
            if (heldOut.size() + group.size() <= wanted) {
                heldOut.addAll(group);
            }
        }
        if (heldOut.isEmpty()) {
            heldOut.addAll(
                    order.stream().min(Comparator.comparingInt(List::size)).orElseThrow());
        }
        heldOut.sort(Comparator.comparing(TrainingImage::content));
        return heldOut;
    }

    private static ContentHash name(List<TrainingImage> group) {
        return group.stream()
                .map(TrainingImage::content)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static long lot(List<TrainingImage> group) {
        return RandomStream.of(SEED, Purpose.SPLIT, name(group).key()).nextLong();
    }

    /** Refuses held-out pictures, chosen by the user, that are also trained on. */
    static void refuseStraddling(List<TrainingImage> training, List<TrainingImage> heldOut, Problems problems) {
        for (TrainingImage held : heldOut) {
            for (TrainingImage trained : training) {
                int distance = held.likeness().distance(trained.likeness());
                if (distance <= PerceptualHash.NEAR) {
                    problems.add(
                            held.name(),
                            "held out, but nearly the same as the training image \"" + trained.name() + "\" ("
                                    + distance
                                    + " of 64 bits differ), expected more than " + PerceptualHash.NEAR
                                    + "; remove one of the two");
                    break;
                }
            }
        }
    }
}
