package lorasweep.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {
    private static final int SIDE = 96;

    @Test
    void takesAResizedPictureForTheSame() {
        RgbImage picture = blobs(1, 0, v -> v);
        PixelSize small = new PixelSize(61, 61);
        byte[] resized = Resampling.resize(picture.rgb(), picture.size(), 3, new Framing(small, small));

        assertThat(hash(picture).isNear(hash(new RgbImage(small, resized, Optional.empty()))))
                .isTrue();
    }

    @Test
    void takesABrighterPictureForTheSame() {
        assertThat(hash(blobs(1, 0, v -> v)).isNear(hash(blobs(1, 0, v -> 20 + v * 0.9))))
                .isTrue();
    }

    @Test
    void takesASlightlyShiftedPictureForTheSame() {
        assertThat(hash(blobs(1, 0, v -> v)).isNear(hash(blobs(1, 1, v -> v)))).isTrue();
    }

    @Test
    void takesAMirroredPictureForTheSame() {
        RgbImage picture = blobs(1, 0, v -> v);
        byte[] mirrored = Orientation.ofCode(2).upright(picture.rgb(), picture.size(), 3);
        PerceptualHash other = hash(new RgbImage(picture.size(), mirrored, Optional.empty()));

        assertThat(hash(picture).isNear(other)).isTrue();
        assertThat(other.distance(hash(picture))).isEqualTo(hash(picture).distance(other));
    }

    @Test
    void tellsDifferentPicturesApart() {
        for (int seed = 1; seed < 40; seed++) {
            assertThat(hash(blobs(seed, 0, v -> v)).isNear(hash(blobs(seed + 1, 0, v -> v))))
                    .as("seeds %d and %d", seed, seed + 1)
                    .isFalse();
        }
    }

    private static PerceptualHash hash(RgbImage image) {
        return PerceptualHash.of(image);
    }

    /** Eight soft blobs in random places: something like a photograph's low frequencies. */
    private static RgbImage blobs(long seed, int shift, DoubleUnaryOperator tone) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[SIDE * SIDE];
        for (int blob = 0; blob < 8; blob++) {
            double left = random.nextDouble(SIDE);
            double top = random.nextDouble(SIDE);
            double radius = 8 + random.nextDouble(20);
            double height = random.nextDouble(-100, 100);
            for (int i = 0; i < values.length; i++) {
                double dx = (i % SIDE + shift - left) / radius;
                double dy = (i / SIDE + shift - top) / radius;
                values[i] += height * Math.exp(-dx * dx - dy * dy);
            }
        }
        byte[] rgb = new byte[values.length * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.max(0, Math.min(255, tone.applyAsDouble(128 + values[i / 3])));
        }
        return new RgbImage(new PixelSize(SIDE, SIDE), rgb, Optional.empty());
    }
}
