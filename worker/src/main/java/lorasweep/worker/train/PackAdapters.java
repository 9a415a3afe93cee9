package lorasweep.worker.train;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import lorasweep.trial.NetworkSettings;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.lora.AdapterLayout;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.lora.LoraTargets;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.Kernels;

/**
 * The adapters of a pack: an array for each block, and for trials with conv_dim one for its larger
 * convolutions. A clip skip leaves the text encoder's last layers without a gradient, and then they must
 * not even decay.
 */
final class PackAdapters implements AutoCloseable {
    private final List<TrialSpec> trials;
    private final List<Integer> textTrials;
    private final AdapterBank text;
    private final AdapterBank unet;
    private final int textLayers;

    /** Adapters for these trials, all weights zero. */
    PackAdapters(Kernels kernels, NDManager owner, StableDiffusionConfig config, List<TrialSpec> trials) {
        this.trials = List.copyOf(trials);
        this.textLayers = config.text().layers();
        this.textTrials = IntStream.range(0, trials.size())
                .filter(k -> trials.get(k).learningRates().trainsTextEncoder())
                .boxed()
                .toList();
        this.text = new AdapterBank(kernels, textArrays(kernels, owner, config));
        this.unet = new AdapterBank(kernels, unetArrays(kernels, owner, config));
        arrays().forEach(array -> Autograd.requireGradient(array.values()));
    }

    private List<AdapterArray> textArrays(Kernels kernels, NDManager owner, StableDiffusionConfig config) {
        List<AdapterArray> arrays = new ArrayList<>();
        if (!textTrials.isEmpty()) {
            List<TrialSpec> members = textTrials.stream().map(trials::get).toList();
            for (AdapterLayout layout : AdapterLayout.byBlock(LoraTargets.DEFAULT.of(config.text()))) {
                arrays.add(array(
                        kernels,
                        owner,
                        layout,
                        members,
                        spec -> spec.network().networkDim(),
                        spec -> spec.network().scale()));
            }
        }
        return arrays;
    }

    private List<AdapterArray> unetArrays(Kernels kernels, NDManager owner, StableDiffusionConfig config) {
        List<AdapterArray> arrays = new ArrayList<>();
        for (AdapterLayout layout : AdapterLayout.byBlock(LoraTargets.WITH_CONV.of(config.unet()))) {
            LoraSite site = layout.sites().get(0);
            ToIntFunction<TrialSpec> rank = spec -> unetRank(spec, site);
            if (trials.stream().anyMatch(spec -> rank.applyAsInt(spec) > 0)) {
                arrays.add(array(kernels, owner, layout, trials, rank, spec -> unetScale(spec, site)));
            }
        }
        return arrays;
    }

    private static AdapterArray array(
            Kernels kernels,
            NDManager owner,
            AdapterLayout layout,
            List<TrialSpec> members,
            ToIntFunction<TrialSpec> rank,
            ToDoubleFunction<TrialSpec> scale) {
        float[] scales = new float[members.size()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) scale.applyAsDouble(members.get(i));
        }
        int[] ranks = members.stream().mapToInt(rank).toArray();
        return new AdapterArray(kernels, owner, layout, ranks, scales);
    }

    /** conv_dim adds the larger convolutions, and with them all that is outside of transformers. */
    private static int unetRank(TrialSpec spec, LoraSite site) {
        NetworkSettings network = spec.network();
        boolean inTransformer = site.module().contains(".attentions.");
        if (!spec.learningRates().trainsUnet()
                || (!inTransformer && network.convDim().isEmpty())) {
            return 0;
        }
        return site.isSpatial() ? network.convDim().orElse(0) : network.networkDim();
    }

    private static double unetScale(TrialSpec spec, LoraSite site) {
        NetworkSettings network = spec.network();
        if (!site.isSpatial()) {
            return network.scale();
        }
        return network.convDim().isPresent()
                ? network.convAlpha() / network.convDim().getAsInt()
                : 0;
    }

    /** The text encoder's adapters, one array for each layer; no array if no trial trains it. */
    AdapterBank text() {
        return text;
    }

    /** The trials that train the text encoder, in the order of the text arrays. */
    List<Integer> textTrials() {
        return textTrials;
    }

    /** The U-Net's adapters; no array if no trial trains it. */
    AdapterBank unet() {
        return unet;
    }

    /** All arrays, the text encoder's first. */
    List<AdapterArray> arrays() {
        List<AdapterArray> arrays = new ArrayList<>(text.arrays());
        arrays.addAll(unet.arrays());
        return arrays;
    }

    /** A trial's weights in the text encoder, all layers. */
    List<TrainedRows> textRows(int trial) {
        int index = textTrials.indexOf(trial);
        return index < 0
                ? List.of()
                : text.arrays().stream()
                        .map(array -> new TrainedRows(array, index))
                        .toList();
    }

    /** A trial's weights in the text encoder that its clip skip lets gradients reach. */
    List<TrainedRows> reachedTextRows(int trial) {
        List<TrainedRows> rows = textRows(trial);
        int reached = textLayers + 1 - trials.get(trial).captions().clipSkip();
        return rows.subList(0, Math.min(rows.size(), reached));
    }

    /** A trial's weights in the U-Net. */
    List<TrainedRows> unetRows(int trial) {
        return unet.arrays().stream()
                .filter(array -> array.rank(trial) > 0)
                .map(array -> new TrainedRows(array, trial))
                .toList();
    }

    /** All of a trial's weights, by names that do not depend on the pack. */
    SortedMap<String, TrainedRows> named(int trial) {
        SortedMap<String, TrainedRows> named = new TreeMap<>();
        List<TrainedRows> layers = textRows(trial);
        for (int layer = 0; layer < layers.size(); layer++) {
            named.put("text.%02d".formatted(layer), layers.get(layer));
        }
        for (TrainedRows rows : unetRows(trial)) {
            named.put("unet." + rows.array().layout().sites().get(0).group(), rows);
        }
        return named;
    }

    @Override
    public void close() {
        text.close();
        unet.close();
    }
}
