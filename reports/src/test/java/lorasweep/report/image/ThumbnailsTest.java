package lorasweep.report.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailsTest {
    @TempDir
    private Path out;

    private Path sweep() throws IOException {
        return Files.createDirectories(out.resolve("sweep/trials/a"))
                .getParent()
                .getParent();
    }

    private static void draw(Path file, int width, int height) throws IOException {
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }

    @Test
    void isSmallKeepsItsShapeAndIsMadeOnce() throws IOException {
        draw(sweep().resolve("trials/a/x.png"), 1024, 512);
        Thumbnails thumbnails = new Thumbnails(sweep());

        Path made = sweep().resolve(thumbnails.of("trials/a/x.png").orElseThrow());

        BufferedImage image = ImageIO.read(made.toFile());
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(256, 128);
        Files.delete(sweep().resolve("trials/a/x.png"));
        assertThat(thumbnails.of("trials/a/x.png")).isPresent();
    }

    @Test
    void filesThatAreNoPicturesHaveNone() throws IOException {
        Files.writeString(sweep().resolve("trials/a/text.png"), "no picture");
        draw(sweep().resolve("trials/a/torn.png"), 64, 64);
        byte[] whole = Files.readAllBytes(sweep().resolve("trials/a/torn.png"));
        Files.write(sweep().resolve("trials/a/torn.png"), Arrays.copyOf(whole, 40));
        Thumbnails thumbnails = new Thumbnails(sweep());

        for (String name :
                List.of("trials/a/text.png", "trials/a/torn.png", "trials/a/missing.png", "trials/a", "\0")) {
            assertThat(thumbnails.of(name)).as(name).isEmpty();
        }
    }

    @Test
    void nothingOutsideTheSweepIsReadOrWritten() throws IOException {
        draw(out.resolve("outside.png"), 8, 8);
        Thumbnails thumbnails = new Thumbnails(sweep());

        assertThat(thumbnails.of("../outside.png")).isEmpty();
        assertThat(thumbnails.of(out.resolve("outside.png").toString())).isEmpty();
        assertThat(out.resolve("outside.jpg")).doesNotExist();
    }
}
