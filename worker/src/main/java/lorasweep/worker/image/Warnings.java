package lorasweep.worker.image;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Listens to a reader's warnings. The JPEG reader fills what is missing of a broken file with grey
 * and merely warns; such a picture must not be trained on.
 */
final class Warnings implements IIOReadWarningListener {
    private boolean loss;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        loss |= text.contains("premature") || text.contains("corrupt") || text.contains("truncated");
    }

    boolean tellOfLoss() {
        return loss;
    }
}
