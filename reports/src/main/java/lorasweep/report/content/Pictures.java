package lorasweep.report.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sample pictures.
 *
 * @param prompts texts that {@link Picture#prompt} points into
 * @param samples drawn pictures
 * @param neighbours samples beside the training images they are nearest to
 * @param note why pictures are left out or where they are; absent if there is nothing to say
 */
public record Pictures(
        List<String> prompts,
        List<Picture> samples,
        List<Neighbour> neighbours,
        @Nullable String note) {
    /** Copies the lists. */
    public Pictures {
        prompts = List.copyOf(prompts);
        samples = List.copyOf(samples);
        neighbours = List.copyOf(neighbours);
    }

    /** None. */
    static Pictures none() {
        return new Pictures(List.of(), List.of(), List.of(), null);
    }

    /**
     * One picture.
     *
     * @param trial index of the trial; absent for the base alone
     * @param epoch of the checkpoint; 0 for the base
     * @param weight of the LoRA
     * @param prompt index of the prompt
     * @param seed of the noise
     * @param file path relative to the report
     * @param inline the thumbnail as a {@code data:} URI; absent if it is only linked
     */
    public record Picture(
            @Nullable Integer trial,
            int epoch,
            double weight,
            int prompt,
            long seed,
            String file,
            @Nullable String inline) {}

    /**
     * A sample and the training image it is nearest to.
     *
     * @param trial index of the trial
     * @param epoch of the checkpoint
     * @param sample file name of the sample
     * @param nearest content hash of the training image
     * @param ratio distance to the nearest over that to the second nearest; small is a copy
     */
    public record Neighbour(int trial, int epoch, String sample, String nearest, double ratio) {}
}
