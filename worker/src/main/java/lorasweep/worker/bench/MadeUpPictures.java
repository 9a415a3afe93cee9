package lorasweep.worker.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * A kohya folder of pictures with captions to measure with: smooth shades under fine grain, so that they
 * pack and unpack about as photographs do, no two alike.
 *
 * @param count pictures
 * @param side of the square pictures in pixels
 */
record MadeUpPictures(int count, int side) {
    private static final int GRAIN = 16;
    private static final int BYTE = 0xff;

    /** Writes them as PNG into {@code folder/1_picture}. */
    void write(Path folder) {
        try {
            Path images = Files.createDirectories(folder.resolve("1_picture"));
            for (int i = 0; i < count; i++) {
                ImageIO.write(
                        picture(i),
                        "png",
                        images.resolve("p%05d.png".formatted(i)).toFile());
                Files.write(images.resolve("p%05d.txt".formatted(i)), ("picture, number " + i).getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write pictures into " + folder, e);
        }
    }

    private BufferedImage picture(int number) {
        SplittableRandom random = new SplittableRandom(number);
        double[] slopes = random.doubles(6, -1, 1).toArray();
        double[] waves = random.doubles(3, 1, 9).toArray();
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int rgb = 0;
                for (int channel = 0; channel < waves.length; channel++) {
                    double u = (slopes[2 * channel] * x + slopes[2 * channel + 1] * y) / side;
                    int shade = (int) (120 + 100 * Math.sin(waves[channel] * u)) + random.nextInt(GRAIN);
                    rgb = (rgb << 8) | (shade & BYTE);
                }
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }
}
