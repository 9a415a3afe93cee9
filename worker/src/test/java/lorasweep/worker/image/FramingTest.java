package lorasweep.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {
    private static final PixelSize PLAIN = new PixelSize(40, 28);

    @Test
    void refusesAResizedPictureThatDoesNotCoverItsBucket() {
        assertThatThrownBy(() -> new Framing(new PixelSize(63, 64), new PixelSize(64, 64)))
                .hasMessageContaining("63×64");
    }

    /** Against OpenCV's area averaging and Pillow's Lanczos (make_images.py), which round to 8 bits midway. */
    @ParameterizedTest
    @CsvSource({"area-17x11.png, 17, 11", "lanczos-60x33.png, 60, 33", "lanczos-30x33.png, 30, 33"})
    void resizesLikeTheReferenceLibraries(String expected, int width, int height) throws Exception {
        PixelSize size = new PixelSize(width, height);
        byte[] resized = Resampling.resize(Pictures.decode("plain.png").rgb(), PLAIN, 3, new Framing(size, size));

        assertThat(Pictures.difference(resized, Pictures.decode(expected).rgb()))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void keepsAPictureOfTheRightSizeAsItIs() throws Exception {
        RgbImage image = Pictures.decode("plain.png");

        assertThat(Resampling.resize(image.rgb(), PLAIN, 3, new Framing(PLAIN, PLAIN)))
                .isEqualTo(image.rgb());
    }

    @ParameterizedTest
    @CsvSource({"17, 11, 8, 8", "60, 33, 51, 30", "40, 28, 31, 9"})
    void computesTheCentreAsIfTheWholeHadBeenResized(int width, int height, int cropWidth, int cropHeight)
            throws Exception {
        byte[] rgb = Pictures.decode("plain.png").rgb();
        PixelSize whole = new PixelSize(width, height);
        PixelSize crop = new PixelSize(cropWidth, cropHeight);
        Framing framing = new Framing(whole, crop);

        byte[] full = Resampling.resize(rgb, PLAIN, 3, new Framing(whole, whole));
        byte[] centre = Resampling.resize(rgb, PLAIN, 3, framing);

        assertThat(framing.left()).isEqualTo((width - cropWidth) / 2);
        for (int y = 0; y < cropHeight; y++) {
            for (int x = 0; x < cropWidth * 3; x++) {
                int from = (y + framing.top()) * width * 3 + x + framing.left() * 3;
                assertThat(centre[y * cropWidth * 3 + x]).isEqualTo(full[from]);
            }
        }
    }

    /** 30,000,000 × 64 pixels would be the whole; only the bucket is ever held. */
    @Test
    void holdsOnlyTheCentreOfAnExtremePicture() {
        RgbImage line = new RgbImage(new PixelSize(5000, 1), new byte[15000], Optional.empty());
        Framing framing = new Framing(new PixelSize(320_000, 64), new PixelSize(64, 64));

        assertThat(framing.apply(line).values()).containsOnly(-1);
    }

    @Test
    void givesChannelsFirstBetweenMinusOneAndOne() {
        byte[] rgb = new byte[8 * 8 * 3];
        rgb[0] = (byte) 255;
        rgb[4] = (byte) 128;
        PixelSize size = new PixelSize(8, 8);

        PixelTensor tensor = new Framing(size, size).apply(new RgbImage(size, rgb, Optional.empty()));

        assertThat(tensor.values()).hasSize(3 * 64);
        assertThat(tensor.values()[0]).isEqualTo(1f);
        assertThat(tensor.values()[64 + 1]).isEqualTo(128 / 127.5f - 1);
        assertThat(tensor.values()[2 * 64]).isEqualTo(-1f);
        assertThat(tensor.mask(8)).isEmpty();
    }

    @Test
    void averagesTheOpacityOverEachLatentPlace() throws Exception {
        RgbImage image = Pictures.decode("alpha.png");
        PixelSize size = new PixelSize(40, 24);
        PixelTensor tensor = new Framing(PLAIN, size).apply(image);

        float[] mask = tensor.mask(8).orElseThrow();
        assertThat(mask).hasSize(5 * 3);
        double sum = 0;
        for (int x = 0; x < 8; x++) {
            sum += Math.rint(x * 255 / 39.0) / 255;
        }
        assertThat(mask[0]).isCloseTo((float) (sum / 8), within(1e-6f));
        assertThat(tensor.mirrored().mask(8).orElseThrow()[4]).isEqualTo(mask[0]);
        float[] finer = tensor.mask(4).orElseThrow();
        assertThat(finer).hasSize(10 * 6);
        assertThat((finer[0] + finer[1] + finer[10] + finer[11]) / 4).isCloseTo(mask[0], within(1e-6f));
    }

    @Test
    void mirrorsLeftAndRight() {
        PixelSize size = new PixelSize(8, 8);
        float[] values = new float[3 * 64];
        values[64 + 8] = 0.5f;

        PixelTensor mirrored = new PixelTensor(size, values, Optional.empty()).mirrored();

        assertThat(mirrored.values()[64 + 15]).isEqualTo(0.5f);
        assertThat(mirrored.mirrored().values()).isEqualTo(values);
    }

    @Test
    void saysHowMuchIsLost() {
        assertThat(new Framing(new PixelSize(128, 64), new PixelSize(64, 64)).lostArea())
                .isEqualTo(0.5);
    }
}
