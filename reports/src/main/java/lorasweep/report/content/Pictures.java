package lorasweep.report.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sample pictures.
 *
 * @param prompts texts that {@link Picture#prompt} points into
 * @param samples drawn pictures, those of the best trials first
 * @param neighbours samples beside the training images they are nearest to, the most alike first
 */
public record Pictures(List<String> prompts, List<Picture> samples, List<Neighbour> neighbours) {
    /** Copies the lists. */
    public Pictures {
        prompts = List.copyOf(prompts);
        samples = List.copyOf(samples);
        neighbours = List.copyOf(neighbours);
    }

    /**
     * One picture.
     *
     * @param trial index of the trial; absent for the base alone
     * @param epoch of the checkpoint; 0 for the base
     * @param weight of the LoRA; of its U-Net's part where the networks are apart; 0 for the base
     * @param textEncoderWeight of its text encoder's part; absent unless the networks are apart
     * @param prompt index of the prompt
     * @param seed of the noise
     * @param base index of the base's picture from the same noise; absent for the base, or if there is none
     * @param file path of the picture, relative to the report
     * @param thumbnail path of a small copy, likewise; absent if the picture cannot be read
     */
    public record Picture(
            @Nullable Integer trial,
            int epoch,
            double weight,
            @Nullable Double textEncoderWeight,
            int prompt,
            long seed,
            @Nullable Integer base,
            String file,
            @Nullable String thumbnail) {
        /** Whether U-Net and text encoder have weights of their own. */
        boolean isApart() {
            return textEncoderWeight != null;
        }
    }

    /**
     * A sample and the training image it is nearest to.
     *
     * @param trial index of the trial
     * @param epoch of the checkpoint
     * @param sample path of the sample, as in {@link Picture#file}
     * @param nearest content hash of the training image
     * @param thumbnail path of a small copy of it, as in {@link Picture#thumbnail}
     * @param ratio distance to the nearest over that to the second nearest, in [0, 1]; small is a copy
     */
    public record Neighbour(
            int trial,
            int epoch,
            String sample,
            String nearest,
            @Nullable String thumbnail,
            double ratio) {}
}
