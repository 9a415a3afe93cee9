package lorasweep.worker.model;

import java.util.List;
import java.util.Map;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.TensorEntry;

/**
 * Where the tensors of one network are stored; complete and of the right shapes.
 *
 * @param file holds them
 * @param tensors by diffusers' name
 */
record StoredPart(SafetensorsFile file, Map<String, Stored> tensors) {

    /**
     * One tensor.
     *
     * @param entry as the file has it
     * @param shape as the network wants it; the same elements in the same order
     */
    record Stored(TensorEntry entry, List<Long> shape) {}
}
