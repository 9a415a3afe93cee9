package lorasweep.worker.image;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How an image was made, as AUTOMATIC1111 writes it into the text chunk {@code parameters} and its "PNG
 * info" page reads it.
 *
 * @param prompt with its LoRA tags
 * @param negativePrompt may be empty
 * @param steps of the sampler
 * @param sampler as AUTOMATIC1111 calls it, for example {@code DPM++ 2M Karras}
 * @param cfgScale classifier-free guidance
 * @param seed of the image
 * @param width in pixels
 * @param height in pixels
 * @param model the base model's name
 * @param modelHash the first ten hex digits of the SHA-256 of a base model that is one file
 * @param clipSkip 1 for none
 * @param loraHashes of the LoRAs used, by name, in order; the first twelve digits of what AUTOMATIC1111
 *     computes over a LoRA's tensors
 * @param version the program that made the image
 */
public record GenerationParameters(
        String prompt,
        String negativePrompt,
        int steps,
        String sampler,
        double cfgScale,
        long seed,
        int width,
        int height,
        String model,
        Optional<String> modelHash,
        int clipSkip,
        Map<String, String> loraHashes,
        String version) {

    public GenerationParameters {
        loraHashes = Collections.unmodifiableMap(new LinkedHashMap<>(loraHashes));
    }

    /** The parameters as text: the prompt, the negative prompt if there is one, a line of settings. */
    public String text() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Steps", Integer.toString(steps));
        settings.put("Sampler", sampler);
        settings.put(
                "CFG scale", BigDecimal.valueOf(cfgScale).stripTrailingZeros().toPlainString());
        settings.put("Seed", Long.toString(seed));
        settings.put("Size", width + "x" + height);
        modelHash.ifPresent(hash -> settings.put("Model hash", hash));
        settings.put("Model", model);
        if (clipSkip > 1) {
            settings.put("Clip skip", Integer.toString(clipSkip));
        }
        if (!loraHashes.isEmpty()) {
            settings.put("Lora hashes", joined(loraHashes));
        }
        settings.put("Version", version);
        String negative = negativePrompt.isEmpty() ? "" : "\nNegative prompt: " + negativePrompt;
        settings.replaceAll((key, value) -> quoted(value));
        return prompt + negative + "\n" + joined(settings);
    }

    private static String joined(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + ": " + pair.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A value that holds a separator is written as a JSON string. */
    private static String quoted(String value) {
        boolean separates = value.contains(",") || value.contains(":") || value.contains("\n");
        return separates ? '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"' : value;
    }
}
