package lorasweep.analysis.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows of a CSV file that {@code reference.R} computed. */
record Reference(Map<String, String> fields) {
    static List<Reference> rows(String name) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Reference.class.getResourceAsStream(name + ".csv")), UTF_8))) {
            List<String> lines = in.lines().toList();
            String[] names = lines.get(0).split(",");
            return lines.stream()
                    .skip(1)
                    .map(line -> {
                        String[] values = line.split(",");
                        Map<String, String> fields = new HashMap<>();
                        for (int i = 0; i < names.length; i++) {
                            fields.put(names[i], values[i]);
                        }
                        return new Reference(fields);
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] column(List<Reference> rows, String name) {
        return rows.stream().mapToDouble(row -> row.number(name)).toArray();
    }

    String text(String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    double number(String name) {
        String text = text(name);
        return text.equals("Inf")
                ? Double.POSITIVE_INFINITY
                : text.equals("NA") ? Double.NaN : Double.parseDouble(text);
    }

    double[] numbers(String name) {
        return Arrays.stream(text(name).split("\\|"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
