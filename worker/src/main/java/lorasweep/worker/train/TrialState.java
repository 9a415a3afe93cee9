package lorasweep.worker.train;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lorasweep.result.TrialOutcome.Cost;

/**
 * What a trial needs to go on from an optimizer update as if nothing had happened. Random numbers have
 * no state: they are addressed by epoch, step and image.
 *
 * @param step optimizer updates made
 * @param epoch the epoch that comes next or goes on, from 1
 * @param slot micro-batches of that epoch that are done
 * @param lossWindow what kohya's moving average is of
 * @param epochLosses losses of this epoch's updates so far
 * @param cost of the trial so far
 * @param weights adapter rows, by the name of their array
 * @param optimizer optimizer tensors, by part and name
 */
record TrialState(
        long step,
        int epoch,
        int slot,
        double[] lossWindow,
        double[] epochLosses,
        Cost cost,
        SortedMap<String, float[]> weights,
        SortedMap<String, float[]> optimizer) {

    /** All tensors under the names they have in a file. */
    void forEachTensor(TensorVisitor visitor) {
        weights.forEach((name, values) -> visitor.visit("weights." + name, values));
        optimizer.forEach((name, values) -> visitor.visit("optimizer." + name, values));
    }

    /** Takes one tensor after the other. */
    interface TensorVisitor {
        /** One tensor, flattened. */
        void visit(String name, float[] values);
    }

    /** The tensors of one kind out of a file's, without the kind's prefix. */
    static SortedMap<String, float[]> kind(String prefix, Map<String, float[]> tensors) {
        SortedMap<String, float[]> found = new TreeMap<>();
        tensors.forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), values);
            }
        });
        return found;
    }
}
