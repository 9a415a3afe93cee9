package lorasweep.worker.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain.png", "plain.bmp", "lossless.webp", "lossy.webp", "progressive.jpg", "cmyk.jpg"})
    void refusesAFileCutShortAnywhere(String name) throws IOException {
        byte[] whole = Pictures.bytes(name);
        for (int length = 1; length < whole.length * 9 / 10; length += Math.max(1, whole.length / 40)) {
            Path cut = Files.write(folder.resolve(name), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Pictures.decode(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(UnreadableImageException.class)
                    .hasMessageContaining("expected");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"animated.png", "animated.webp"})
    void refusesAnAnimation(String name) {
        assertThatThrownBy(() -> Pictures.decode(name))
                .hasMessageContaining("animated")
                .hasMessageContaining("still");
    }

    @Test
    void refusesTextNamedPng() throws IOException {
        Path file = Files.write(folder.resolve("a.png"), "1girl, solo, smile".getBytes(UTF_8));

        assertThatThrownBy(() -> Pictures.decode(file))
                .hasMessageContaining("text")
                .hasMessageContaining("1girl");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path file = Files.createFile(folder.resolve("a.png"));

        assertThatThrownBy(() -> Pictures.decode(file)).hasMessageContaining("0 bytes");
    }

    @Test
    void refusesAHugeHeaderBeforeDecoding() throws IOException {
        byte[] bytes = Pictures.bytes("plain.png");
        ByteBuffer.wrap(bytes).putInt(16, 30_000).putInt(20, 30_000);
        Path file = Files.write(folder.resolve("huge.png"), bytes);

        assertThatThrownBy(() -> ImageHeader.read(file))
                .hasMessageContaining("30000×30000")
                .hasMessageContaining("80");
    }

    @Test
    void refusesADamagedPng() throws IOException {
        byte[] bytes = Pictures.bytes("plain.png");
        bytes[bytes.length / 2] ^= 1;
        Path file = Files.write(folder.resolve("damaged.png"), bytes);

        assertThatThrownBy(() -> Pictures.decode(file))
                .hasMessageContaining("checksum")
                .hasMessageContaining("IDAT");
    }

    @ParameterizedTest
    @CsvSource({"GIF89a......, GIF", "....ftypavif, AVIF", "8BPS........, Photoshop"})
    void namesWhatItFoundInstead(String start, String name) throws IOException {
        Path file = Files.write(folder.resolve("a.png"), start.getBytes(UTF_8));

        assertThatThrownBy(() -> ImageHeader.read(file)).hasMessageContaining(name);
    }

    /** Whatever the bytes, the outcome is a picture or a refusal. */
    @ParameterizedTest
    @ValueSource(
            strings = {"alpha.png", "palette.png", "plain.bmp", "alpha.webp", "lossy.webp", "turned.jpg", "cmyk.jpg"})
    void survivesDamage(String name) throws IOException {
        byte[] whole = Pictures.bytes(name);
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int round = 0; round < 40; round++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit < 1 + round % 4; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                Pictures.decode(file);
            } catch (UnreadableImageException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "plain.bmp, plain.png, 0",
        "lossless.webp, plain.png, 0",
        "palette.png, palette-expected.png, 0",
        "grey16.png, grey.png, 0",
        "alpha.webp, alpha.png, 0",
        "turned.png, plain.png, 0",
        "turned.webp, plain.png, 0",
        "turned.jpg, plain.png, 30",
        "progressive.jpg, plain.png, 30",
        "cmyk.jpg, cmyk-expected.png, 3"
    })
    void decodesEveryFormatToTheSamePicture(String name, String expected, int tolerance) throws Exception {
        RgbImage image = Pictures.decode(name);

        assertThat(image.size()).isEqualTo(new PixelSize(40, 28));
        assertThat(Pictures.difference(image, Pictures.decode(expected))).isLessThanOrEqualTo(tolerance);
    }

    /** The reader repeats each colour sample of a lossy WebP four times where libwebp interpolates. */
    @Test
    void decodesLossyWebpButForTheSharpestColourEdges() throws Exception {
        RgbImage image = Pictures.decode("lossy.webp");

        assertThat(Pictures.meanDifference(image, Pictures.decode("lossy-expected.png")))
                .isLessThan(4);
    }

    @Test
    void takesGreyAsStored() throws Exception {
        byte[] grey = Pictures.decode("grey.png").rgb();
        byte[] rgb = Pictures.decode("plain.png").rgb();

        int mean = ((rgb[0] & 0xff) + (rgb[1] & 0xff) + (rgb[2] & 0xff) + 1) / 3;
        assertThat(grey[0] & 0xff).isEqualTo(mean);
        assertThat(grey[1]).isEqualTo(grey[0]);
    }

    @Test
    void composesTransparentPlacesOnWhiteAndKeepsTheOpacity() throws Exception {
        RgbImage image = Pictures.decode("alpha.png");
        RgbImage opaque = Pictures.decode("plain.png");

        assertThat(image.rgb()[0] & 0xff).isEqualTo(255);
        int last = (40 - 1) * 3;
        assertThat(image.rgb()[last]).isEqualTo(opaque.rgb()[last]);
        assertThat(image.alpha()).isPresent();
        assertThat(image.alpha().orElseThrow()[20] & 0xff).isEqualTo(131);
        int value = opaque.rgb()[20 * 3] & 0xff;
        assertThat(image.rgb()[20 * 3] & 0xff).isEqualTo((int) Math.round(255 - (255 - value) * 131 / 255.0));
        assertThat(opaque.alpha()).isEmpty();
    }

    @Test
    void readsByContentWhateverTheName() throws Exception {
        Path file = Files.write(folder.resolve("really-jpeg.png"), Pictures.bytes("progressive.jpg"));

        assertThat(Pictures.decode(file).size()).isEqualTo(new PixelSize(40, 28));
    }
}
