package lorasweep.worker.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.PngFile;
import lorasweep.worker.image.RgbImage;

/**
 * A kohya folder of pictures with captions to measure with: smooth shades under fine grain, so that they
 * pack and unpack about as photographs do, no two alike.
 *
 * @param count pictures
 * @param side of the square pictures in pixels
 */
record MadeUpPictures(int count, int side) {
    private static final int GRAIN = 16;
    private static final long SEED = 3;

    /** Writes them as PNG into {@code folder/1_picture}. */
    void write(Path folder) {
        try {
            Path images = Files.createDirectories(folder.resolve("1_picture"));
            for (int i = 0; i < count; i++) {
                PngFile.write(images.resolve("p%05d.png".formatted(i)), picture(i));
                Files.write(images.resolve("p%05d.txt".formatted(i)), ("picture, number " + i).getBytes(UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write pictures into " + folder, e);
        }
    }

    private RgbImage picture(int number) {
        RandomStream random = RandomStream.of(SEED, Purpose.DEMO, number);
        double[] slopes = uniform(random, 2 * RgbImage.CHANNELS, -1, 1);
        double[] waves = uniform(random, RgbImage.CHANNELS, 1, 9);
        byte[] rgb = new byte[RgbImage.CHANNELS * side * side];
        int at = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
                    double u = (slopes[2 * channel] * x + slopes[2 * channel + 1] * y) / side;
                    rgb[at++] = (byte) ((int) (120 + 100 * Math.sin(waves[channel] * u)) + random.nextInt(GRAIN));
                }
            }
        }
        return new RgbImage(new PixelSize(side, side), rgb, Optional.empty());
    }

    private static double[] uniform(RandomStream random, int count, double from, double until) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + (until - from) * random.nextDouble();
        }
        return values;
    }
}
