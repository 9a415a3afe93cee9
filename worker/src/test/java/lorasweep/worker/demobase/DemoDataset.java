package lorasweep.worker.demobase;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * Writes the demo's dataset of yellow faces in kohya's layout, as {@code dataset.tsv} lists it. Arguments: the
 * unpacked emoji package and the folder that gets {@code train} and {@code heldout}.
 */
public final class DemoDataset {
    private static final String TRIGGER = "smly face";
    private static final String TRAIN_FOLDER = "train/10_" + TRIGGER;
    private static final String HELD_OUT_FOLDER = "heldout/1_" + TRIGGER;

    private DemoDataset() {}

    public static void main(String[] args) throws IOException {
        EmojiPackage emoji = new EmojiPackage(Path.of(args[0]));
        try (InputStream in = Objects.requireNonNull(DemoDataset.class.getResourceAsStream("dataset.tsv"))) {
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                String[] columns = line.split("\t");
                Path folder = Files.createDirectories(
                        Path.of(args[1], columns[0].equals("train") ? TRAIN_FOLDER : HELD_OUT_FOLDER));
                ImageIO.write(
                        emoji.onWhite(columns[1]),
                        "png",
                        folder.resolve(columns[1] + ".png").toFile());
                Files.writeString(folder.resolve(columns[1] + ".txt"), TRIGGER + ", " + columns[2] + "\n");
            }
        }
    }
}
