package lorasweep.worker.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.model.VisibleText;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.StoredFloats;
import lorasweep.worker.safetensors.TensorEntry;

/** Groups the tensors of one file into LoRA modules and checks that they belong together. */
final class LoraFileReader {
    /** So many problems are shown; the rest is counted. */
    private static final int SHOWN = 50;

    /** Where newer diffusers versions keep what their tensors do not tell. */
    private static final String PEFT_METADATA = "lora_adapter_metadata";

    private final SafetensorsFile file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Map<LoraTensorName.Role, TensorEntry>> tensors = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();

    LoraFileReader(SafetensorsFile file) {
        this.file = file;
    }

    LoraFile read() {
        UnsupportedAdapters.of(file.tensors().keySet()).ifPresent(problem -> {
            throw new InvalidInputException(file.path() + ": " + problem);
        });
        file.tensors().values().forEach(this::group);
        List<LoraModule> modules = new ArrayList<>();
        JsonNode peft = peftMetadata();
        tensors.forEach((name, parts) -> module(name, parts, peft).ifPresent(modules::add));
        if (tensors.isEmpty()) {
            problems.add(file.path() + ": holds no LoRA module, expected tensors such as"
                    + " \"lora_unet_mid_block_attentions_0_proj_in.lora_down.weight\".");
        }
        if (!problems.isEmpty()) {
            throw refusal();
        }
        return new LoraFile(file, modules, unknown);
    }

    private void group(TensorEntry entry) {
        Optional<LoraTensorName> name = LoraTensorName.parse(entry.name());
        if (name.isEmpty()) {
            unknown.add(entry.name());
            return;
        }
        TensorEntry other = tensors.computeIfAbsent(
                        name.get().module(), module -> new EnumMap<>(LoraTensorName.Role.class))
                .putIfAbsent(name.get().role(), entry);
        if (other != null) {
            problem(
                    name.get().module(),
                    "has the tensors \"%s\" and \"%s\", expected one of them".formatted(other.name(), entry.name()));
        }
    }

    private Optional<LoraModule> module(String name, Map<LoraTensorName.Role, TensorEntry> parts, JsonNode peft) {
        TensorEntry down = parts.get(LoraTensorName.Role.DOWN);
        TensorEntry up = parts.get(LoraTensorName.Role.UP);
        if (down == null || up == null) {
            problem(
                    name,
                    "has no %s tensor, expected down and up; the file is incomplete"
                            .formatted(down == null ? "down" : "up"));
            return Optional.empty();
        }
        if (!isFactor(down)
                || !isFactor(up)
                || !isPointwise(up)
                || !down.shape().get(0).equals(up.shape().get(1))) {
            problem(
                    name,
                    "has down %s %s and up %s %s, expected floating-point matrices or convolutions of one rank"
                            .formatted(down.dtype(), down.shape(), up.dtype(), up.shape()));
            return Optional.empty();
        }
        double rank = down.shape().get(0);
        double alpha = alpha(name, Optional.ofNullable(parts.get(LoraTensorName.Role.ALPHA)), peft)
                .orElse(rank);
        // The reference takes an alpha of 0 as none.
        return Optional.of(new LoraModule(name, down, up, alpha == 0 ? rank : alpha));
    }

    private static boolean isFactor(TensorEntry entry) {
        boolean floating = switch (entry.dtype()) {
            case F64, F32, F16, BF16 -> true;
            default -> false;
        };
        int dimensions = entry.shape().size();
        return floating
                && (dimensions == 2 || dimensions == 4)
                && entry.elements() > 0
                && entry.elements() <= Integer.MAX_VALUE;
    }

    private static boolean isPointwise(TensorEntry entry) {
        return entry.elements() == entry.shape().get(0) * entry.shape().get(1);
    }

    private OptionalDouble alpha(String name, Optional<TensorEntry> stored, JsonNode peft) {
        if (stored.isEmpty()) {
            JsonNode alpha = peft.path((name.startsWith("lora_te_") ? "text_encoder" : "unet") + ".lora_alpha");
            return alpha.isNumber() ? OptionalDouble.of(alpha.doubleValue()) : OptionalDouble.empty();
        }
        float alpha = stored.get().elements() == 1 ? StoredFloats.read(file, stored.get())[0] : Float.NaN;
        if (!Float.isFinite(alpha)) {
            problem(
                    name,
                    "has alpha %s of shape %s, expected one finite number"
                            .formatted(alpha, stored.get().shape()));
        }
        return OptionalDouble.of(alpha);
    }

    /** What diffusers says of the whole file; patterns of alphas by module name are not understood. */
    private JsonNode peftMetadata() {
        JsonMapper mapper = new JsonMapper();
        String text = file.metadata().get(PEFT_METADATA);
        if (text == null) {
            return mapper.createObjectNode();
        }
        try {
            JsonNode json = mapper.readTree(text);
            for (String part : List.of("unet", "text_encoder")) {
                if (!json.path(part + ".alpha_pattern").isEmpty()
                        || json.path(part + ".use_rslora").booleanValue()) {
                    problems.add(
                            "%s: metadata \"%s\" gives modules scales of their own, expected alpha tensors; save it as a kohya LoRA."
                                    .formatted(file.path(), PEFT_METADATA));
                }
            }
            return json;
        } catch (JsonProcessingException e) {
            problems.add("%s: metadata \"%s\" is no JSON.".formatted(file.path(), PEFT_METADATA));
            return mapper.createObjectNode();
        }
    }

    private void problem(String module, String problem) {
        problems.add("%s: module %s %s.".formatted(file.path(), VisibleText.quote(module), problem));
    }

    private InvalidInputException refusal() {
        if (problems.size() <= SHOWN) {
            return new InvalidInputException(problems);
        }
        List<String> shown = new ArrayList<>(problems.subList(0, SHOWN));
        shown.add("%s: %,d more problems of these kinds.".formatted(file.path(), problems.size() - SHOWN));
        return new InvalidInputException(shown);
    }
}
