package lorasweep.report.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lorasweep.report.content.Pictures;
import org.jspecify.annotations.Nullable;

/**
 * Thumbnails that go into the page itself, so that one file can be passed on; what does not fit into the
 * budget stays a link to the file beside it.
 */
public final class InlinedPictures {
    /** How much of a page thumbnails may make up: 25 MB. */
    public static final long DEFAULT_BUDGET = 25_000_000;

    private final Map<String, String> base64 = new LinkedHashMap<>();
    private boolean isComplete = true;

    private InlinedPictures() {}

    /**
     * Reads thumbnails in the order of the pictures until the budget is used.
     *
     * @param folder that thumbnails are relative to
     * @param budget most characters of all together
     */
    public static InlinedPictures of(Pictures pictures, Path folder, long budget) throws IOException {
        InlinedPictures inlined = new InlinedPictures();
        long used = 0;
        for (String thumbnail : thumbnails(pictures)) {
            Path file = folder.resolve(thumbnail);
            long size = Files.size(file) * 4 / 3;
            if (used + size > budget) {
                inlined.isComplete = false;
                break;
            }
            used += size;
            inlined.base64.put(thumbnail, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        }
        return inlined;
    }

    private static Set<String> thumbnails(Pictures pictures) {
        Set<String> thumbnails = new LinkedHashSet<>();
        pictures.samples().forEach(picture -> add(picture.thumbnail(), thumbnails));
        pictures.neighbours().forEach(neighbour -> add(neighbour.thumbnail(), thumbnails));
        return thumbnails;
    }

    private static void add(@Nullable String thumbnail, Set<String> thumbnails) {
        if (thumbnail != null) {
            thumbnails.add(thumbnail);
        }
    }

    /** No pictures. */
    public static InlinedPictures none() {
        return new InlinedPictures();
    }

    /** The picture itself as an address, if it is in the page. */
    Optional<String> source(String thumbnail) {
        return Optional.ofNullable(base64.get(thumbnail)).map(bytes -> "data:image/jpeg;base64," + bytes);
    }

    /** Whether every thumbnail is in the page. */
    boolean isComplete() {
        return isComplete;
    }

    /** One element for each. */
    void write(Markup page) {
        base64.forEach((file, bytes) -> page.open("script", "type", "text/plain", "data-picture", file)
                .trusted(Objects.requireNonNull(bytes))
                .close());
    }
}
