package lorasweep.worker.demobase;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.model.VaeConfig;

/**
 * Mean and deviation of each latent channel over a corpus, and an autoencoder's weights changed so that
 * its latents times {@link VaeConfig#SCALING_FACTOR} have mean 0 and deviation 1, while its pictures
 * stay what they were: {@code z' = (z - mean) / (deviation * 0.18215)} goes into {@code quant_conv}, the
 * way back into {@code post_quant_conv}.
 */
record LatentScale(List<Double> means, List<Double> deviations) {

    static LatentScale of(List<LatentMoments> corpus) {
        double[] sums = new double[LatentMoments.CHANNELS];
        double[] squares = new double[LatentMoments.CHANNELS];
        for (LatentMoments picture : corpus) {
            int area = picture.mean().length / LatentMoments.CHANNELS;
            for (int i = 0; i < picture.mean().length; i++) {
                double value = picture.mean()[i];
                double spread = picture.deviation()[i];
                sums[i / area] += value / area / corpus.size();
                squares[i / area] += (value * value + spread * spread) / area / corpus.size();
            }
        }
        Double[] means = new Double[sums.length];
        Double[] deviations = new Double[sums.length];
        for (int c = 0; c < sums.length; c++) {
            means[c] = sums[c];
            deviations[c] = Math.sqrt(squares[c] - sums[c] * sums[c]);
        }
        return new LatentScale(List.of(means), List.of(deviations));
    }

    /** The four changed tensors of {@code weights}, by name. */
    Map<String, float[]> fold(Map<String, float[]> weights) {
        float[] quantWeight = weights.get("quant_conv.weight").clone();
        float[] quantBias = weights.get("quant_conv.bias").clone();
        float[] postWeight = weights.get("post_quant_conv.weight").clone();
        float[] postBias = weights.get("post_quant_conv.bias").clone();
        int channels = LatentMoments.CHANNELS;
        int moments = 2 * channels;
        for (int c = 0; c < channels; c++) {
            double unit = deviations.get(c) * VaeConfig.SCALING_FACTOR;
            for (int in = 0; in < moments; in++) {
                quantWeight[c * moments + in] /= (float) unit;
            }
            quantBias[c] = (float) ((quantBias[c] - means.get(c)) / unit);
            quantBias[channels + c] -= (float) (2 * Math.log(unit));
            for (int out = 0; out < channels; out++) {
                postBias[out] += (float) (postWeight[out * channels + c] * means.get(c));
                postWeight[out * channels + c] *= (float) unit;
            }
        }
        Map<String, float[]> changed = new HashMap<>();
        changed.put("quant_conv.weight", quantWeight);
        changed.put("quant_conv.bias", quantBias);
        changed.put("post_quant_conv.weight", postWeight);
        changed.put("post_quant_conv.bias", postBias);
        return changed;
    }
}
