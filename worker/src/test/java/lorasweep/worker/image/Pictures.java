package lorasweep.worker.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The pictures beside this class, made by {@code make_images.py}. */
final class Pictures {
    private Pictures() {}

    static Path path(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(Pictures.class.getResource(name), name).toURI());
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Pictures.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    static RgbImage decode(String name) throws IOException, UnreadableImageException, URISyntaxException {
        return decode(path(name));
    }

    static RgbImage decode(Path file) throws IOException, UnreadableImageException {
        return ImageDecoder.decode(ImageHeader.read(file), Files.readAllBytes(file));
    }

    /** The largest difference between two samples of pictures of the same size. */
    static int difference(RgbImage left, RgbImage right) {
        return difference(left.rgb(), right.rgb());
    }

    static int difference(byte[] left, byte[] right) {
        int worst = left.length == right.length ? 0 : Integer.MAX_VALUE;
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            worst = Math.max(worst, Math.abs((left[i] & 0xff) - (right[i] & 0xff)));
        }
        return worst;
    }

    static double meanDifference(RgbImage left, RgbImage right) {
        double sum = 0;
        for (int i = 0; i < left.rgb().length; i++) {
            sum += Math.abs((left.rgb()[i] & 0xff) - (right.rgb()[i] & 0xff));
        }
        return sum / left.rgb().length;
    }
}
