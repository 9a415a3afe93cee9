package lorasweep.worker.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.TensorEntry;

/**
 * What a base model is, in a few lines.
 *
 * @param networks each with its file
 * @param config the shape of all of them
 */
public record BaseSummary(List<Network> networks, StableDiffusionConfig config) {

    /**
     * One network.
     *
     * @param part which
     * @param file holds it
     * @param tensors number of tensors
     * @param parameters number of weights
     * @param precisions tensors by stored type
     */
    public record Network(Part part, String file, int tensors, long parameters, Map<Dtype, Integer> precisions) {}

    /** Sums a model up without reading a weight. */
    public static BaseSummary of(BaseModel model) {
        List<Network> networks = new ArrayList<>();
        for (Part part : Part.values()) {
            List<TensorEntry> stored = model.stored(part);
            Map<Dtype, Integer> precisions = new TreeMap<>();
            stored.forEach(entry -> precisions.merge(entry.dtype(), 1, Integer::sum));
            long parameters = stored.stream().mapToLong(TensorEntry::elements).sum();
            networks.add(new Network(part, model.file(part).toString(), stored.size(), parameters, precisions));
        }
        return new BaseSummary(networks, model.config());
    }
}
