package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.torch.Kernels;

/**
 * One trial's weights in one adapter array: the unit an optimizer works on.
 *
 * @param array holds the weights of all trials of the pack at some sites
 * @param index of the trial in the array
 */
record TrainedRows(AdapterArray array, int index) {

    /** The weights as a view (r, D) that shares storage with the array. */
    NDArray weights(Kernels kernels, NDManager owner) {
        return view(kernels, owner, array.values());
    }

    /** The same part of a tensor of the array's shape, such as its gradient, as a view. */
    NDArray view(Kernels kernels, NDManager owner, NDArray like) {
        return kernels.tensor(owner, "rows_view", like, index, array.rank(index));
    }
}
