package lorasweep.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The scripts and styles of the page, as files of our resources. */
final class Assets {
    private static final String FOLDER = "/lorasweep/report/page/";
    private static final String LIBRARIES = "/lorasweep/report/library/";

    private static final List<String> STYLES =
            List.of("base.css", "card.css", "table.css", "charts.css", "sheets.css", "print.css");
    private static final List<String> SCRIPTS = List.of(
            "dom.js",
            "unpack.js",
            "words.js",
            "model.js",
            "selection.js",
            "theme.js",
            "tip.js",
            "spark.js",
            "settings.js",
            "linechart.js",
            "echart.js",
            "trial.js",
            "table.js",
            "curves.js",
            "classic.js",
            "heatmap.js",
            "parallel.js",
            "importance.js",
            "weights.js",
            "sheetviews.js",
            "sheets.js",
            "blind.js",
            "copies.js",
            "cost.js",
            "downloads.js",
            "refresh.js",
            "main.js");

    private Assets() {}

    /** All styles. */
    static String style() {
        return STYLES.stream().map(name -> read(FOLDER + name)).collect(Collectors.joining("\n"));
    }

    /** All scripts of ours, in a scope of their own. */
    static String script() {
        return SCRIPTS.stream()
                .map(name -> read(FOLDER + name))
                .collect(Collectors.joining(
                        "\n",
                        read(FOLDER + "problem.js") + "(async () => {\n'use strict';\n",
                        "\n})().catch(sayProblem);\n"));
    }

    /** A chart library as it was published, with its licence in its head. */
    static String library(String name) {
        return read(LIBRARIES + name);
    }

    /** The source expression of a Content-Security-Policy that allows exactly this script or style. */
    static String source(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static String read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + resource);
            }
            // A page is read with line feeds only, and hashes are taken of what is read.
            return new String(in.readAllBytes(), UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
