package lorasweep.worker.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Block;
import lorasweep.worker.nn.Pass;

/** A pass that keeps every block's output under its module path. */
public final class ObservedPass implements Pass {
    private final NDManager owner;
    private final AdapterWeights adapters;
    public final Map<String, NDArray> outputs = new HashMap<>();

    public ObservedPass(NDManager owner, AdapterWeights adapters) {
        this.owner = owner;
        this.adapters = adapters;
    }

    @Override
    public NDManager owner() {
        return owner;
    }

    @Override
    public NDArray run(String module, Block block, NDArray... inputs) {
        NDArray output = block.apply(owner, adapters, inputs);
        outputs.put(module, output);
        return output;
    }

    @Override
    public void release(NDArray intermediate) {}
}
