package lorasweep.worker.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lorasweep.trial.StepArithmetic;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.store.ContentHash;

/**
 * One use of a picture in an epoch.
 *
 * @param image the picture
 * @param use counts the uses of the picture's content within an epoch, from 0: with the content's hash
 *     it addresses the sample's random numbers
 */
public record Sample(TrainingImage image, int use) {

    /** Whether the loss has the weight {@code prior_loss_weight}. */
    public boolean isRegularisation() {
        return image.role() == ImageRole.REGULARISATION;
    }

    /** The samples of an epoch by bucket, in the order of the pictures. */
    static SortedMap<PixelSize, List<Sample>> perEpoch(
            List<TrainingImage> training, List<TrainingImage> regularisation) {
        SortedMap<PixelSize, List<Sample>> samples = new TreeMap<>();
        Map<ContentHash, Integer> uses = new HashMap<>();
        for (TrainingImage image : training) {
            add(image, image.repeats(), uses, samples);
        }
        List<Integer> wanted = regularisationUses(total(training), regularisation);
        for (int i = 0; i < wanted.size(); i++) {
            add(regularisation.get(i), wanted.get(i), uses, samples);
        }
        samples.replaceAll((bucket, list) -> Collections.unmodifiableList(list));
        return Collections.unmodifiableSortedMap(samples);
    }

    private static void add(
            TrainingImage image,
            int times,
            Map<ContentHash, Integer> uses,
            SortedMap<PixelSize, List<Sample>> samples) {
        for (int i = 0; i < times; i++) {
            int use = uses.merge(image.content(), 1, Integer::sum) - 1;
            samples.computeIfAbsent(image.bucket(), bucket -> new ArrayList<>()).add(new Sample(image, use));
        }
    }

    static long total(List<TrainingImage> training) {
        return training.stream().mapToLong(TrainingImage::repeats).sum();
    }

    /**
     * How often each regularisation picture is used: each with its repeats until there are as many
     * samples as training samples, then over and over one more each; pictures beyond are not used.
     * {@link StepArithmetic#regularisationSamples} tells the sum.
     */
    private static List<Integer> regularisationUses(long trainSamples, List<TrainingImage> images) {
        List<Integer> uses = new ArrayList<>();
        long used = 0;
        for (TrainingImage image : images) {
            uses.add(used < trainSamples ? image.repeats() : 0);
            used += uses.get(uses.size() - 1);
        }
        for (int i = 0; used < trainSamples && !uses.isEmpty(); i = (i + 1) % uses.size()) {
            uses.set(i, uses.get(i) + 1);
            used++;
        }
        return uses;
    }
}
