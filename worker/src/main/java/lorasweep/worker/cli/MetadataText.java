package lorasweep.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lorasweep.worker.model.VisibleText;

/**
 * Prints metadata for a person: every key in its group, the nested ones as lists. Whatever the file
 * holds is made visible and shortened, so that it can neither move the cursor nor flood the screen.
 */
final class MetadataText {
    /** Tags, folders and buckets shown of each list; the rest is counted. */
    private static final int LISTED = 20;

    /** Characters shown of one entry; thumbnails and long comments are cut here. */
    private static final int SHOWN_CHARACTERS = 1000;

    private final PrintWriter out;

    MetadataText(PrintWriter out) {
        this.out = out;
    }

    void print(Map<String, Map<String, Object>> groups) {
        groups.forEach((title, entries) -> {
            out.println();
            out.println(title);
            entries.forEach(this::entry);
        });
    }

    private void entry(String key, Object value) {
        if (!(value instanceof JsonNode json) || json.isEmpty()) {
            out.printf("  %-36s %s%n", shortened(key), shortened(value + date(key, value)));
            return;
        }
        out.println("  " + shortened(key));
        switch (key) {
            case "ss_tag_frequency" -> tags(json);
            case "ss_bucket_info" -> buckets(json);
            default -> members(json);
        }
    }

    /** Per folder the most frequent tags first. */
    private void tags(JsonNode folders) {
        folders.properties().stream().limit(LISTED).forEach(folder -> {
            List<Map.Entry<String, JsonNode>> tags =
                    new ArrayList<>(folder.getValue().properties());
            tags.sort(Comparator.comparingLong(
                    (Map.Entry<String, JsonNode> tag) -> -tag.getValue().asInt()));
            out.printf(Locale.ROOT, "    %s: %,d tags%n", shortened(folder.getKey()), tags.size());
            tags.stream()
                    .limit(LISTED)
                    .forEach(tag -> out.printf(
                            "      %6d  %s%n",
                            tag.getValue().asInt(), shortened(tag.getKey().strip())));
            more("      ", tags.size());
        });
        more("    ", folders.size());
    }

    /** Width, height and number of images of each bucket, then what else is said of them. */
    private void buckets(JsonNode info) {
        JsonNode buckets = info.path("buckets");
        buckets.properties().stream().limit(LISTED).forEach(bucket -> {
            JsonNode resolution = bucket.getValue().path("resolution");
            out.printf(
                    "    %5s x %-5s %6s images%n",
                    shortened(resolution.path(0).asText()),
                    shortened(resolution.path(1).asText()),
                    shortened(bucket.getValue().path("count").asText()));
        });
        more("    ", buckets.size());
        info.properties().stream()
                .filter(member -> !member.getKey().equals("buckets"))
                .limit(LISTED)
                .forEach(this::member);
    }

    /** What is nested deeper stays JSON. */
    private void members(JsonNode object) {
        object.properties().stream().limit(LISTED).forEach(this::member);
        more("    ", object.size());
    }

    private void member(Map.Entry<String, JsonNode> member) {
        out.printf(
                "    %s: %s%n",
                shortened(member.getKey()), shortened(member.getValue().toString()));
    }

    private void more(String indent, int size) {
        if (size > LISTED) {
            out.printf(Locale.ROOT, "%sand %,d more%n", indent, size - LISTED);
        }
    }

    /** What seconds since 1970 mean, for the keys that hold such. */
    private static String date(String key, Object seconds) {
        if (!key.startsWith("ss_training_") || !key.endsWith("_at")) {
            return "";
        }
        try {
            Instant time = Instant.ofEpochSecond((long) Double.parseDouble(seconds.toString()));
            return " (" + time.truncatedTo(ChronoUnit.SECONDS) + ")";
        } catch (NumberFormatException | DateTimeException e) {
            return "";
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS
                ? VisibleText.of(text)
                : VisibleText.of(text.substring(0, SHOWN_CHARACTERS))
                        + String.format(Locale.ROOT, "... (%,d characters; --json shows all)", text.length());
    }
}
