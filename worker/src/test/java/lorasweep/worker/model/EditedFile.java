package lorasweep.worker.model;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredFloats;
import lorasweep.worker.safetensors.StoredTensor;

/** A safetensors file in memory, changed and saved under another name: how tests make wrong files. */
public final class EditedFile {
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private EditedFile() {}

    public static EditedFile empty() {
        return new EditedFile();
    }

    public static EditedFile of(Path path) {
        EditedFile edited = new EditedFile();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            edited.metadata.putAll(file.metadata());
            file.tensors()
                    .forEach((name, entry) -> edited.tensors.put(
                            name, new StoredTensor(name, entry.dtype(), entry.shape(), file.bytes(entry))));
        }
        return edited;
    }

    public EditedFile remove(Predicate<String> names) {
        tensors.keySet().removeIf(names);
        return this;
    }

    public EditedFile rename(UnaryOperator<String> names) {
        List<StoredTensor> all = List.copyOf(tensors.values());
        tensors.clear();
        all.forEach(tensor -> {
            String name = names.apply(tensor.name());
            tensors.put(name, new StoredTensor(name, tensor.dtype(), tensor.shape(), tensor.data()));
        });
        return this;
    }

    /** Adds a tensor of zeros, or replaces one. */
    public EditedFile add(String name, Dtype dtype, Long... shape) {
        long count = List.of(shape).stream().reduce(1L, Math::multiplyExact);
        ByteBuffer zeros = ByteBuffer.allocate(Math.toIntExact(count * dtype.sizeBytes()));
        tensors.put(name, new StoredTensor(name, dtype, List.of(shape), zeros));
        return this;
    }

    /** Adds a tensor of fp32, or replaces one. */
    public EditedFile store(String name, List<Long> shape, float[] values) {
        tensors.put(name, StoredFloats.store(name, Dtype.F32, shape, values));
        return this;
    }

    /** Rounds every floating-point tensor to another type. */
    public EditedFile convert(Dtype dtype) {
        tensors.replaceAll((name, tensor) -> tensor.dtype() == Dtype.I64
                ? tensor
                : StoredFloats.store(name, dtype, tensor.shape(), StoredFloats.read(tensor)));
        return this;
    }

    public EditedFile describe(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    public EditedFile forget(Predicate<String> keys) {
        metadata.keySet().removeIf(keys);
        return this;
    }

    /** The metadata's keys. */
    public Set<String> keys() {
        return metadata.keySet();
    }

    public Path save(Path path) {
        SafetensorsWriter.write(path, metadata, tensors.values());
        return path;
    }
}
