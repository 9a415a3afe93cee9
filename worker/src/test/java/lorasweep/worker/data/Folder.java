package lorasweep.worker.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.store.ContentStore;

/** Writes small datasets. Pictures of different seeds look different, of the same seed the same. */
public final class Folder {
    private static final int CELLS = 8;

    private final Path root;

    public Folder(Path root) {
        this.root = root;
    }

    Path path() {
        return root;
    }

    /** A picture and, unless empty, its caption. */
    public Folder image(String place, int width, int height, long seed, String caption) throws IOException {
        bytes(place, png(width, height, seed));
        return caption.isEmpty() ? this : text(place.substring(0, place.lastIndexOf('.')) + ".txt", caption);
    }

    public Folder image(String place, long seed) throws IOException {
        return image(place, 64, 64, seed, "tag " + seed);
    }

    public Folder text(String place, String text) throws IOException {
        return bytes(place, text.getBytes(UTF_8));
    }

    public Folder bytes(String place, byte[] bytes) throws IOException {
        Path file = root.resolve(place);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return this;
    }

    /** A mosaic of random grey squares. */
    public static byte[] png(int width, int height, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int[] tones = random.ints((long) CELLS * CELLS, 0, 256).toArray();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0x010101 * tones[y * CELLS / height * CELLS + x * CELLS / width]);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** A trial on this folder with 64-pixel buckets and nothing held out, but for the settings given. */
    public TrialSpec spec(Object... settings) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "pretrained_model_name_or_path",
                "model",
                "train_data_dir",
                root.toString(),
                "max_train_epochs",
                1,
                "resolution",
                "64",
                "heldout_fraction",
                0,
                "heldout_min",
                0));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(String.valueOf(settings[i]), settings[i + 1]);
        }
        return TrialSpec.of(all);
    }

    public Dataset read(Object... settings) throws InterruptedException {
        return new DatasetReader(Optional.empty(), new ImageLoader(1 << 26), 2).read(spec(settings), Progress.NONE);
    }

    Dataset read(ContentStore store, Object... settings) throws InterruptedException {
        return new DatasetReader(Optional.of(store), new ImageLoader(1 << 26), 2).read(spec(settings), Progress.NONE);
    }

    /** Everything below the root, to see that nothing was written. */
    List<String> files() throws IOException {
        try (var files = Files.walk(root)) {
            return files.map(path -> root.relativize(path).toString()).sorted().toList();
        }
    }
}
