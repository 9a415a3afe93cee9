package lorasweep.worker.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.Weights;
import lorasweep.worker.train.FrozenBase;
import lorasweep.worker.train.OpenBase;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;

/**
 * A base's U-Net weights with a LoRA added to them once, {@code W + alpha / rank * up down}, as who merges a LoRA into a
 * checkpoint does: the same predictions but for rounding in half the time, where thousands are made of one LoRA.
 */
final class FoldedLora implements Weights {
    private static final String WEIGHT = ".weight";

    private final Weights base;
    private final NDManager owner;
    private final Map<String, LoraAdapter> adapters = new HashMap<>();

    private FoldedLora(Weights base, NDManager owner, List<LoraAdapter> adapters) {
        this.base = base;
        this.owner = owner;
        adapters.forEach(adapter -> this.adapters.put(adapter.site().module() + WEIGHT, adapter));
    }

    /**
     * The networks of a base, its U-Net with a LoRA.
     *
     * @param owner of the weights that differ from the base's; the base's own stay with the base
     * @param adapters of the U-Net's layers without a spatial kernel, none for the base itself
     */
    static FrozenBase fold(OpenBase open, NDManager owner, List<LoraAdapter> adapters) {
        if (adapters.stream()
                .anyMatch(a -> a.site().part() != Part.UNET || a.site().isSpatial())) {
            throw new IllegalArgumentException("expected adapters of the U-Net's linear layers only");
        }
        FrozenBase frozen = open.frozen();
        BaseModel model = open.model();
        Weights weights = model.weights(Part.UNET, Precision.FP32, owner, frozen.kernels());
        return new FrozenBase(
                frozen.kernels(),
                owner,
                frozen.config(),
                new UNet2dConditionModel(
                        frozen.kernels(),
                        frozen.config().unet(),
                        new FoldedLora(weights, owner, adapters),
                        CrossAttention.SDPA),
                frozen.text(),
                frozen.schedule(),
                frozen.prediction());
    }

    @Override
    public NDArray get(String name, long... expectedShape) {
        NDArray weight = base.get(name, expectedShape);
        LoraAdapter adapter = adapters.get(name);
        if (adapter == null) {
            return weight;
        }
        float[] sum = weight.toFloatArray();
        int in = adapter.site().in();
        double scale = adapter.alpha() / adapter.rank();
        for (int o = 0; o < adapter.site().out(); o++) {
            for (int i = 0; i < in; i++) {
                double product = 0;
                for (int r = 0; r < adapter.rank(); r++) {
                    product += (double) adapter.up()[o * adapter.rank() + r] * adapter.down()[r * in + i];
                }
                sum[o * in + i] += (float) (scale * product);
            }
        }
        return owner.create(sum, weight.getShape());
    }

    @Override
    public boolean has(String name) {
        return base.has(name);
    }
}
