package lorasweep.worker.demobase;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One entry of {@code corpus.tsv}: an emoji's short name, its colour, and its names separated by bars.
 *
 * @param shortName of the emoji package
 * @param captions every way to say it: "fox", "a fox", "orange fox", "an orange fox", and so for each name
 */
record CaptionedPicture(String shortName, List<String> captions) {
    private static final String VOWELS = "aeiou";

    /** The whole corpus, in the file's order. */
    static List<CaptionedPicture> corpus() {
        try (InputStream in = Objects.requireNonNull(CaptionedPicture.class.getResourceAsStream("corpus.tsv"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> of(line.split("\t")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CaptionedPicture of(String[] columns) {
        List<String> captions = new ArrayList<>();
        for (String name : columns[2].split("\\|")) {
            String coloured = columns[1] + " " + name;
            captions.addAll(List.of(name, withArticle(name), coloured, withArticle(coloured)));
        }
        return new CaptionedPicture(columns[0], captions);
    }

    private static String withArticle(String name) {
        return (VOWELS.indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }
}
