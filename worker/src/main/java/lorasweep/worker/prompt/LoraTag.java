package lorasweep.worker.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.trial.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * One use of a LoRA: {@code <lora:name:text encoder:U-Net>}.
 *
 * @param name the file's name without folder and extension
 * @param textEncoder multiplier of the text encoder's part
 * @param unet multiplier of the U-Net's part
 */
public record LoraTag(String name, double textEncoder, double unet) {

    /**
     * Reads what stands between {@code <lora:} and {@code >}: a name, then up to two multipliers or the
     * named forms {@code te=} and {@code unet=}, which win. The text encoder's defaults to 1, the
     * U-Net's to the text encoder's.
     *
     * @param place where it was written, for messages, for example {@code prompt}
     * @throws InvalidInputException if the name is empty, a multiplier is no finite number, or an
     *     argument is unknown
     */
    public static LoraTag parse(String place, String arguments) {
        List<String> positional = new ArrayList<>();
        Map<String, String> named = new HashMap<>();
        for (String argument : arguments.split(":", -1)) {
            int equals = argument.indexOf('=');
            if (equals < 0 || positional.isEmpty()) {
                positional.add(argument);
            } else {
                named.put(argument.substring(0, equals).trim(), argument.substring(equals + 1));
            }
        }
        boolean unknown = positional.size() > 3
                || named.keySet().stream().anyMatch(key -> !key.equals("te") && !key.equals("unet"));
        if (unknown || positional.get(0).isBlank()) {
            throw new InvalidInputException(
                    "%s: found \"%s\", expected NAME, NAME:TEXT_ENCODER:UNET or NAME:te=X:unet=Y; correct it."
                            .formatted(place, arguments));
        }
        double textEncoder = multiplier(place, arguments, named.get("te"), positional, 1, 1);
        double unet = multiplier(place, arguments, named.get("unet"), positional, 2, textEncoder);
        return new LoraTag(positional.get(0), textEncoder, unet);
    }

    private static double multiplier(
            String place,
            String arguments,
            @Nullable String named,
            List<String> positional,
            int index,
            double otherwise) {
        String text = named != null ? named : index < positional.size() ? positional.get(index) : null;
        if (text == null) {
            return otherwise;
        }
        return Numbers.parse(text)
                .orElseThrow(() -> new InvalidInputException(
                        "%s: found \"%s\" as a multiplier in \"%s\", expected a number such as 0.8; correct it."
                                .formatted(place, text, arguments)));
    }

    /** The tag as it stands in a prompt; one multiplier when both are the same. */
    @Override
    public String toString() {
        String first = "<lora:" + name + ":" + Numbers.print(textEncoder);
        return (textEncoder == unet ? first : first + ":" + Numbers.print(unet)) + ">";
    }
}
