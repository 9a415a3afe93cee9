package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The pictures of one sweep in kohya's layout: {@code train}, {@code heldout} for the judges, {@code
 * oracle} for the labels. No picture is in two of them.
 */
record Collection(Path folder, Subject subject) {
    /** At most so many decide what is true. */
    static final int ORACLE = 50;

    Path train() {
        return folder.resolve("train");
    }

    Path heldOut() {
        return folder.resolve("heldout");
    }

    Path oracle() {
        return folder.resolve("oracle");
    }

    /**
     * Writes the pictures, in an order of their own for every split.
     *
     * @param train how many are trained on
     * @param size for the samples of an epoch: each picture is repeated as often as that needs
     */
    void write(List<Subject.Picture> pictures, long seed, int train, BenchmarkSize size) throws IOException {
        int heldOut = size.draws() * size.draw();
        PictureSplit split = PictureSplit.of(pictures, seed, train, heldOut + ORACLE);
        List<Integer> others = split.others();
        write(train().resolve(size.repeats(train) + "_" + subject.trigger()), pictures, split.trained());
        write(heldOut().resolve("1_" + subject.trigger()), pictures, others.subList(0, heldOut));
        write(
                oracle().resolve("1_" + subject.trigger()),
                pictures,
                others.subList(heldOut, Math.min(others.size(), heldOut + ORACLE)));
    }

    private static void write(Path folder, List<Subject.Picture> pictures, List<Integer> chosen) throws IOException {
        Files.createDirectories(folder);
        for (int index : chosen) {
            Subject.Picture picture = pictures.get(index);
            ImageIO.write(
                    picture.image(),
                    "png",
                    folder.resolve(picture.name() + ".png").toFile());
            Files.writeString(folder.resolve(picture.name() + ".txt"), picture.caption() + "\n");
        }
    }
}
