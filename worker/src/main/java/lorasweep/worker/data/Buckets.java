package lorasweep.worker.data;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import lorasweep.trial.BucketSettings;
import lorasweep.worker.image.Framing;
import lorasweep.worker.image.PixelSize;

/**
 * Which size a picture is trained at: aspect-ratio buckets of about equal area, as sd-scripts chooses
 * them.
 *
 * <ul>
 *   <li>With upscaling, a fixed list: the picture goes to the bucket of the nearest aspect ratio
 *       (absolute difference, the first of equals) and covers it.
 *   <li>With {@code bucket_no_upscale}, buckets on demand: a picture beyond the area is shrunk to it
 *       along whichever side snaps to the nearer aspect ratio, a smaller one keeps its size; both are
 *       then cropped down to multiples of the step. The least and greatest side do not apply.
 *   <li>Without bucketing, every picture covers the resolution.
 * </ul>
 */
public final class Buckets {
    private static final double HALF = 0.5;

    private final boolean onDemand;
    private final int step;
    private final double area;
    private final List<PixelSize> fixed;

    private Buckets(boolean onDemand, int step, double area, List<PixelSize> fixed) {
        this.onDemand = onDemand;
        this.step = step;
        this.area = area;
        this.fixed = fixed;
    }

    /** The buckets that the settings ask for. */
    public static Buckets of(BucketSettings settings) {
        PixelSize resolution = new PixelSize(
                settings.resolution().width(), settings.resolution().height());
        boolean onDemand = settings.enableBucket() && settings.bucketNoUpscale();
        List<PixelSize> fixed = settings.enableBucket() && !onDemand ? list(settings) : List.of(resolution);
        return new Buckets(onDemand, settings.bucketResoSteps(), resolution.area(), fixed);
    }

    private static List<PixelSize> list(BucketSettings settings) {
        int area = settings.resolution().area();
        int step = settings.bucketResoSteps();
        int least = settings.minBucketReso() / step * step;
        int greatest = (settings.maxBucketReso() + step - 1) / step * step;
        TreeSet<PixelSize> sizes = new TreeSet<>();
        int side = ((int) (Math.sqrt(area) / step)) * step;
        sizes.add(new PixelSize(side, side));
        for (int width = least; width <= greatest; width += step) {
            int height = Math.min(greatest, area / width / step * step);
            if (height >= least) {
                sizes.add(new PixelSize(width, height));
                sizes.add(new PixelSize(height, width));
            }
        }
        return List.copyOf(sizes);
    }

    /** The fixed sizes, by width and height; with {@code bucket_no_upscale} the resolution alone. */
    public List<PixelSize> fixed() {
        return fixed;
    }

    /** How a picture is resized and cropped; empty if it is too small or too narrow for any bucket. */
    public Optional<Framing> frame(PixelSize image) {
        return onDemand ? onDemand(image) : Optional.of(covering(image, nearest(image)));
    }

    private PixelSize nearest(PixelSize image) {
        if (fixed.contains(image)) {
            return image;
        }
        PixelSize best = fixed.get(0);
        for (PixelSize bucket : fixed) {
            if (Math.abs(bucket.aspect() - image.aspect()) < Math.abs(best.aspect() - image.aspect())) {
                best = bucket;
            }
        }
        return best;
    }

    private static Framing covering(PixelSize image, PixelSize bucket) {
        double scale = image.aspect() > bucket.aspect()
                ? (double) bucket.height() / image.height()
                : (double) bucket.width() / image.width();
        return new Framing(new PixelSize(round(image.width() * scale), round(image.height() * scale)), bucket);
    }

    private Optional<Framing> onDemand(PixelSize image) {
        int width = image.width();
        int height = image.height();
        if (image.area() > area) {
            double aspect = image.aspect();
            double idealWidth = Math.sqrt(area * aspect);
            int snappedWidth = snap(idealWidth);
            int snappedHeight = snap(area / idealWidth);
            double byWidth = (double) snappedWidth / snap(snappedWidth / aspect);
            double byHeight = (double) snap(snappedHeight * aspect) / snappedHeight;
            if (Math.abs(byWidth - aspect) < Math.abs(byHeight - aspect)) {
                width = snappedWidth;
                height = round(snappedWidth / aspect);
            } else {
                width = round(snappedHeight * aspect);
                height = snappedHeight;
            }
        }
        return width < step || height < step
                ? Optional.empty()
                : Optional.of(new Framing(
                        new PixelSize(width, height), new PixelSize(width - width % step, height - height % step)));
    }

    private int snap(double pixels) {
        int rounded = round(pixels);
        return rounded - rounded % step;
    }

    private static int round(double pixels) {
        return (int) (pixels + HALF);
    }
}
