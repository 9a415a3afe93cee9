package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.torch.Kernels;

/** What happens between backward and the optimizers: each trial's gradient norms, and clipping by its own global norm. */
final class PackUpdate {
    private final Kernels kernels;
    private final NDManager manager;
    private final PackAdapters adapters;
    private final int trials;

    PackUpdate(Kernels kernels, NDManager manager, PackAdapters adapters, int trials) {
        this.kernels = kernels;
        this.manager = manager;
        this.adapters = adapters;
        this.trials = trials;
    }

    /**
     * L2 norms of a trial's gradients.
     *
     * @param text of the text encoder's part
     * @param unet of the U-Net's part
     */
    record GradientNorms(double text, double unet) {
        /** Over both parts together; what clipping compares. */
        double total() {
            return Math.sqrt(text * text + unet * unet);
        }
    }

    /** The norms of each trial's gradients as backward left them. */
    List<GradientNorms> norms() {
        float[] text = squareNorms(adapters.text().arrays());
        float[] unet = squareNorms(adapters.unet().arrays());
        List<GradientNorms> norms = new ArrayList<>();
        for (int k = 0; k < trials; k++) {
            int index = adapters.textTrials().indexOf(k);
            norms.add(new GradientNorms(
                    index < 0 ? 0 : Math.sqrt(text[index]), unet.length == 0 ? 0 : Math.sqrt(unet[k])));
        }
        return norms;
    }

    /**
     * Multiplies each trial's gradients by {@code min(1, limit / (norm + 1e-6))} (torch's
     * clip_grad_norm_).
     *
     * @param limits max_grad_norm of each trial; 0 leaves its gradients as they are
     */
    void clip(List<GradientNorms> norms, double[] limits) {
        float[] factors = new float[trials];
        boolean any = false;
        for (int k = 0; k < trials; k++) {
            double factor = limits[k] == 0 ? 1 : limits[k] / (norms.get(k).total() + 1e-6);
            factors[k] = (float) Math.min(1, factor);
            any |= factors[k] < 1;
        }
        if (any) {
            scale(adapters.unet().arrays(), factors);
            float[] textFactors = new float[adapters.textTrials().size()];
            for (int i = 0; i < textFactors.length; i++) {
                textFactors[i] = factors[adapters.textTrials().get(i)];
            }
            scale(adapters.text().arrays(), textFactors);
        }
    }

    /** Drops all gradients. */
    void clear() {
        adapters.arrays().forEach(AdapterArray::forgetGradient);
    }

    private float[] squareNorms(List<AdapterArray> arrays) {
        if (arrays.isEmpty()) {
            return new float[0];
        }
        try (NDManager scratch = manager.newSubManager()) {
            return kernels.tensor(scratch, "square_norms", gradients(scratch, arrays))
                    .toFloatArray();
        }
    }

    private void scale(List<AdapterArray> arrays, float[] factors) {
        if (!arrays.isEmpty()) {
            try (NDManager scratch = manager.newSubManager()) {
                kernels.run("scale_gradients", gradients(scratch, arrays), scratch.create(factors));
            }
        }
    }

    private static List<NDArray> gradients(NDManager owner, List<AdapterArray> arrays) {
        return arrays.stream().map(array -> array.gradient(owner)).toList();
    }
}
