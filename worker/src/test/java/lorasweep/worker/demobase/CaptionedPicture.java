package lorasweep.worker.demobase;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One entry of {@code corpus.tsv}: an emoji's short name, its colour, and its names separated by bars.
 *
 * @param shortName of the emoji package
 * @param captions every way to say it: "fox", "a fox", "orange fox", "an orange fox", and so for each name; of a name
 *     that several pictures have, such as "heart", only those with the colour
 */
public record CaptionedPicture(String shortName, List<String> captions) {
    private static final String VOWELS = "aeiou";

    /** The whole corpus, in the file's order. */
    public static List<CaptionedPicture> corpus() {
        List<String[]> rows = rows();
        Map<String, Long> uses = rows.stream()
                .flatMap(row -> Arrays.stream(names(row)))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        return rows.stream().map(row -> of(row, uses)).toList();
    }

    private static List<String[]> rows() {
        try (InputStream in = Objects.requireNonNull(CaptionedPicture.class.getResourceAsStream("corpus.tsv"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] names(String[] row) {
        return row[2].split("\\|");
    }

    private static CaptionedPicture of(String[] row, Map<String, Long> uses) {
        List<String> captions = new ArrayList<>();
        for (String name : names(row)) {
            String coloured = row[1] + " " + name;
            captions.addAll(List.of(coloured, withArticle(coloured)));
            if (uses.get(name) == 1) {
                captions.addAll(List.of(name, withArticle(name)));
            }
        }
        return new CaptionedPicture(row[0], captions);
    }

    private static String withArticle(String name) {
        return (VOWELS.indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
    }
}
