package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.NetworkSettings;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterLayout;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.lora.LoraSite;
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

    /** Copies of the weights as adapters of their sites. */
    List<LoraAdapter> adapters(NetworkSettings network) {
        AdapterLayout layout = array.layout();
        int rank = array.rank(index);
        float[] values = array.read(index);
        List<LoraAdapter> adapters = new ArrayList<>();
        for (LoraSite site : layout.sites()) {
            double alpha = site.isSpatial() ? network.convAlpha() : network.networkAlpha();
            adapters.add(new LoraAdapter(site, rank, alpha, layout.down(site, values), layout.up(site, values)));
        }
        return adapters;
    }
}
