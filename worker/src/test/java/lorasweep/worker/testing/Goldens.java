package lorasweep.worker.testing;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.worker.safetensors.SafetensorsFile;

/**
 * What the reference programs computed on a tiny model. The folder is the system property {@code
 * goldens.dir} when it is set (another folder of the same layout), else the one among the test
 * resources; its README says what each file is.
 */
public final class Goldens {
    /** The recording programs write infinities as Python does. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Goldens() {}

    /** A file or folder by its place below the goldens, for example {@code model/unet}. */
    public static Path path(String place) {
        return folder().resolve(place);
    }

    /** A JSON file by its place below the goldens. */
    public static JsonNode json(String place) {
        try {
            return JSON.readTree(path(place).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of recorded cases: what stands before a suffix in the names of a file's tensors, in their order. */
    public static List<String> cases(SafetensorsFile file, String suffix) {
        return file.tensors().keySet().stream()
                .filter(name -> name.endsWith(suffix))
                .map(name -> name.substring(0, name.length() - suffix.length()))
                .sorted()
                .toList();
    }

    /** A safetensors file by its place below the goldens; the caller closes it. */
    public static SafetensorsFile tensors(String place) {
        return SafetensorsFile.open(path(place));
    }

    /**
     * The number that follows a label in the manifest's tolerance of a file: {@code
     * tolerance("unet.safetensors", "gradients")} reads {@code 2e-4} from {@code "rel 5e-5 of max|x|;
     * gradients 2e-4"}.
     *
     * @param file as the manifest names it, without {@code golden/}
     */
    public static double tolerance(String file, String label) {
        JsonNode tolerance = json("golden/manifest.json").path(file).path("tolerance");
        String text = tolerance.isTextual()
                ? tolerance.textValue()
                : tolerance.path("fair").asText();
        Matcher number = Pattern.compile("\\b" + Pattern.quote(label) + "\\s+([0-9.]+(?:e-?[0-9]+)?)")
                .matcher(text);
        if (!number.find()) {
            throw new AssertionError("the manifest has no tolerance " + label + " for " + file + ": " + text);
        }
        return Double.parseDouble(number.group(1));
    }

    private static Path folder() {
        String chosen = System.getProperty("goldens.dir", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        var resource = Goldens.class.getResource("/goldens/golden/manifest.json");
        if (resource == null) {
            throw new AssertionError("the goldens are missing from the test resources");
        }
        return Path.of(URI.create(resource.toString())).resolve("../..").normalize();
    }
}
