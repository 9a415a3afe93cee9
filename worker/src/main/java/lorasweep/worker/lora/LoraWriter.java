package lorasweep.worker.lora;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredFloats;
import lorasweep.worker.safetensors.StoredTensor;

/** Writes LoRA files as kohya's trainer does. */
public final class LoraWriter {
    private LoraWriter() {}

    /**
     * Writes the adapters, each as down, up and alpha, and adds the hashes {@code sshs_model_hash} and
     * {@code sshs_legacy_hash} to the metadata. The file appears whole or not at all.
     *
     * @param dtype F32, F16 or BF16, for alpha too
     * @param metadata {@code ss_*}, {@code modelspec.*} and others, without the hashes
     * @throws IllegalArgumentException for another type or two adapters of one site
     */
    public static void write(Path path, List<LoraAdapter> adapters, Dtype dtype, Map<String, String> metadata) {
        List<StoredTensor> tensors = new ArrayList<>();
        for (LoraAdapter adapter : adapters) {
            LoraSite site = adapter.site();
            float[] alpha = {(float) adapter.alpha()};
            tensors.add(StoredFloats.store(site.downName(), dtype, adapter.downShape(), adapter.down()));
            tensors.add(StoredFloats.store(site.upName(), dtype, adapter.upShape(), adapter.up()));
            tensors.add(StoredFloats.store(site.alphaName(), dtype, List.of(), alpha));
        }
        ModelHashes hashes = ModelHashes.of(metadata, tensors);
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.put("sshs_model_hash", hashes.sshsModelHash());
        all.put("sshs_legacy_hash", hashes.sshsLegacyHash());
        SafetensorsWriter.write(path, all, tensors);
    }
}
