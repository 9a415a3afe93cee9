package lorasweep.trial;

import java.util.Optional;
import lorasweep.setting.Setting;

/**
 * The images that are never trained on, only measured. Equal within a pack.
 */
public record HeldoutSettings(
        @Setting(
                value = "heldout_fraction",
                doc = "share of the images that is held out and only measured",
                byDefault = "0.1",
                min = 0,
                max = 0.9)
        double heldoutFraction,

        @Setting(value = "heldout_min", doc = "least number of held-out images", byDefault = "2", min = 0, max = 10_000)
        int heldoutMin,

        @Setting(
                isPath = true,
                value = "heldout_path",
                doc = "folder of held-out images; then none is taken from train_data_dir")
        Optional<String> heldoutPath) {

    /**
     * How many of so many images are held out: {@code heldout_fraction} of them, rounded, but at least
     * {@code heldout_min}; all if there are fewer. None if they come from {@code heldout_path}.
     */
    public int count(int images) {
        return heldoutPath.isPresent()
                ? 0
                : Math.min(images, Math.max(heldoutMin, (int) Math.round(images * heldoutFraction)));
    }
}
