package lorasweep.plan;

import java.util.Collections;
import java.util.List;

/**
 * How many images a dataset folder holds, by its listing alone.
 *
 * @param folders the image folders in the order of their names
 */
public record ImageCount(List<Folder> folders) {

    /**
     * A folder of images.
     *
     * @param name the folder's name
     * @param repeats how often an epoch uses each image
     * @param images image files
     * @param captioned image files that have a caption file
     */
    public record Folder(String name, int repeats, int images, int captioned) {}

    /** Image files in all folders. */
    public int images() {
        return folders.stream().mapToInt(Folder::images).sum();
    }

    /** Image files without a caption file. */
    public int uncaptioned() {
        return folders.stream()
                .mapToInt(folder -> folder.images() - folder.captioned())
                .sum();
    }

    /** Images times repeats. */
    public long samples() {
        return folders.stream()
                .mapToLong(folder -> (long) folder.images() * folder.repeats())
                .sum();
    }

    /** Images times repeats when so many images are held out, taken evenly from all folders, rounded. */
    long samplesWithout(int heldout) {
        int images = images();
        return images == 0 ? 0 : Math.round(samples() * (1 - (double) heldout / images));
    }

    /** The repeats of each image. */
    List<Integer> repeats() {
        return folders.stream()
                .flatMap(folder -> Collections.nCopies(folder.images(), folder.repeats()).stream())
                .toList();
    }
}
