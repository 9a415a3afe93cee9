package lorasweep.worker.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.lora.LoraFile;
import lorasweep.worker.lora.LoraMetadata;
import lorasweep.worker.lora.LoraSummary;
import lorasweep.worker.lora.MetadataGroup;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.BaseSummary;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.TensorEntry;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be said of one file or folder; a component is absent where it says nothing.
 *
 * @param file as it was named
 * @param kind what it is
 * @param problems why it cannot be used here
 * @param bytes size of the file
 * @param elements numbers in all tensors
 * @param precisions tensors by stored type
 * @param lora what a LoRA's weights are
 * @param base what a base model is
 * @param hash whether a LoRA's weights are those that were saved
 * @param metadata text entries by group, JSON in them as JSON
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Inspection(
        String file,
        String kind,
        List<String> problems,
        @Nullable Long bytes,
        @Nullable Long elements,
        Map<Dtype, Integer> precisions,
        @Nullable LoraSummary lora,
        @Nullable BaseSummary base,
        @Nullable HashCheck hash,
        Map<String, Map<String, Object>> metadata) {

    /** What the comparison of the two hashes says. */
    enum Verdict {
        /** The weights are those that were saved. */
        MATCHES,
        /** The weights were changed after they were saved. */
        DIFFERS,
        /** The file has no hash. */
        NOT_RECORDED
    }

    /**
     * The hash by which web interfaces know a LoRA.
     *
     * @param computed of the file's bytes
     * @param recorded in its metadata, null when it has none
     * @param verdict of their comparison
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HashCheck(String computed, @Nullable String recorded, Verdict verdict) {
        static HashCheck of(SafetensorsFile file) {
            String computed = ModelHashes.of(file).sshsModelHash();
            String recorded = file.metadata().get("sshs_model_hash");
            if (recorded == null) {
                return new HashCheck(computed, null, Verdict.NOT_RECORDED);
            }
            return new HashCheck(computed, recorded, recorded.equals(computed) ? Verdict.MATCHES : Verdict.DIFFERS);
        }
    }

    private static final String CHECKPOINT_SIGN = "model.diffusion_model.";

    /**
     * Looks at a file or folder. One that is recognised and cannot be used here is described as far as
     * possible, with the reasons among the problems.
     *
     * @throws InvalidInputException if it cannot be read at all
     */
    static Inspection of(Path path) {
        if (Files.isDirectory(path)) {
            try (BaseModel model = BaseModel.open(ModelFiles.of(path))) {
                return new Inspection(
                        path.toString(),
                        "Stable Diffusion 1.x, diffusers folder",
                        List.of(),
                        null,
                        null,
                        Map.of(),
                        null,
                        BaseSummary.of(model),
                        null,
                        Map.of());
            }
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return file.tensors().keySet().stream().anyMatch(name -> name.startsWith(CHECKPOINT_SIGN))
                    ? checkpoint(file)
                    : lora(file);
        }
    }

    private static Inspection checkpoint(SafetensorsFile file) {
        try (BaseModel model = BaseModel.open(ModelFiles.of(file.path()))) {
            return of(file, "Stable Diffusion 1.x, single file", List.of(), null, BaseSummary.of(model), null);
        } catch (InvalidInputException e) {
            return of(file, "checkpoint that cannot be used here", e.problems(), null, null, null);
        }
    }

    private static Inspection lora(SafetensorsFile file) {
        HashCheck hash = HashCheck.of(file);
        try (LoraFile lora = LoraFile.open(file.path())) {
            return of(file, "LoRA of Stable Diffusion 1.x", List.of(), LoraSummary.of(lora), null, hash);
        } catch (InvalidInputException e) {
            return of(file, "file that cannot be used here", e.problems(), null, null, hash);
        }
    }

    private static Inspection of(
            SafetensorsFile file,
            String kind,
            List<String> problems,
            @Nullable LoraSummary lora,
            @Nullable BaseSummary base,
            @Nullable HashCheck hash) {
        Map<Dtype, Integer> precisions = new TreeMap<>();
        file.tensors().values().forEach(entry -> precisions.merge(entry.dtype(), 1, Integer::sum));
        return new Inspection(
                file.path().toString(),
                kind,
                problems,
                size(file.path()),
                file.tensors().values().stream()
                        .mapToLong(TensorEntry::elements)
                        .sum(),
                precisions,
                lora,
                base,
                hash,
                readable(LoraMetadata.of(file.metadata())));
    }

    /** Entries by the group's title; those that hold a JSON object as that. */
    private static Map<String, Map<String, Object>> readable(LoraMetadata metadata) {
        Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
        MetadataGroup.group(metadata).forEach((group, entries) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            entries.forEach((key, text) -> values.put(
                    key, metadata.object(key).<Object>map(JsonNode.class::cast).orElse(text)));
            groups.put(group.title(), values);
        });
        return groups;
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
