package lorasweep.worker.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;

/**
 * Gradient checkpointing: a pass that keeps only what goes from block to block and computes each block
 * again on the way back. Memory for one block's inner results instead of all, for about a third more
 * time; gradients are those of a direct pass.
 *
 * <p>Use: run the network with autograd off; make the loss, recorded, from {@link #leaf}; run it back;
 * then {@link #backward}.
 */
public final class CheckpointedPass implements Pass {
    private final NDManager owner;
    private final Kernels kernels;
    private final AdapterWeights adapters;
    private final Deque<Run> runs = new ArrayDeque<>();
    private final Set<NDArray> results = Collections.newSetFromMap(new IdentityHashMap<>());

    private record Run(Block block, List<NDArray> inputs, NDArray output) {}

    /** A pass whose results live in {@code owner}; its adapters get their gradients block by block. */
    public CheckpointedPass(Kernels kernels, NDManager owner, AdapterWeights adapters) {
        this.kernels = kernels;
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
        runs.push(new Run(block, List.of(inputs), output));
        results.add(output);
        return output;
    }

    /** Keeps everything: the way back needs it. */
    @Override
    public void release(NDArray intermediate) {}

    /** The network's output cut off from its history, to make a loss from. */
    public NDArray leaf(NDArray output) {
        NDArray leaf = Autograd.detach(output);
        leaf.attach(owner);
        Autograd.requireGradient(leaf);
        return leaf;
    }

    /**
     * Carries the gradient of an output back through all blocks, to the adapters and to those inputs
     * of the network that have a history of their own.
     *
     * @param output what the network returned
     * @param gradient of the loss at it, same shape
     */
    public void backward(NDArray output, NDArray gradient) {
        IdentityHashMap<NDArray, NDArray> gradients = new IdentityHashMap<>();
        IdentityHashMap<NDArray, NDArray> outside = new IdentityHashMap<>();
        gradients.put(output, gradient);
        while (!runs.isEmpty()) {
            Run run = runs.pop();
            NDArray incoming = gradients.remove(run.output);
            if (incoming != null) {
                backward(run, incoming, gradients, outside);
            }
        }
        outside.forEach(Autograd::backward);
    }

    private void backward(
            Run run,
            NDArray incoming,
            IdentityHashMap<NDArray, NDArray> gradients,
            IdentityHashMap<NDArray, NDArray> outside) {
        try (NDManager scratch = owner.newSubManager()) {
            NDArray[] leaves = new NDArray[run.inputs.size()];
            for (int i = 0; i < leaves.length; i++) {
                leaves[i] = Autograd.detach(run.inputs.get(i));
                leaves[i].attach(scratch);
                if (results.contains(run.inputs.get(i)) || isRecorded(run.inputs.get(i))) {
                    Autograd.requireGradient(leaves[i]);
                }
            }
            try (Autograd recording = Autograd.record()) {
                NDArray again = run.block.apply(scratch, adapters, leaves);
                if (isRecorded(again)) { // not where a block depends on constants only
                    Autograd.backward(again, incoming);
                }
            }
            for (int i = 0; i < leaves.length; i++) {
                if (isRecorded(leaves[i])) {
                    NDArray found = Autograd.gradient(leaves[i]);
                    found.attach(owner);
                    (results.contains(run.inputs.get(i)) ? gradients : outside)
                            .merge(run.inputs.get(i), found, (a, b) -> kernels.tensor(owner, "sum", a, b));
                }
            }
        }
        incoming.close();
        run.output.close();
    }

    private boolean isRecorded(NDArray array) {
        return kernels.flag("is_recorded", array);
    }
}
