package lorasweep.worker.demobase;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import lorasweep.worker.model.Weights;
import lorasweep.worker.safetensors.SafetensorsFile;

/** Frozen weights by name. */
record ArrayWeights(Map<String, NDArray> arrays) implements Weights {
    /** All tensors of a file as fp32. */
    static ArrayWeights read(Path path, NDManager owner) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.tensors().keySet().forEach(name -> arrays.put(name, file.loadFloat32(name, owner)));
        }
        return new ArrayWeights(arrays);
    }

    @Override
    public NDArray get(String name, long... expectedShape) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    @Override
    public boolean has(String name) {
        return arrays.containsKey(name);
    }
}
