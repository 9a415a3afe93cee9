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
 * The adapters of a pack. The U-Net's are in at most three arrays: transformers (network_dim), and for
 * trials with conv_dim the linear layers and 1x1 convolutions of resnets (network_dim) and the larger
 * convolutions (conv_dim). The text encoder's are in one array for each layer, because a clip skip
 * leaves the last layers without a gradient, and then they must not even decay.
 */
final class PackAdapters implements AutoCloseable {
    private final List<TrialSpec> trials;
    private final List<Integer> textTrials;
    private final AdapterBank text;
    private final AdapterBank unet;
    private final int textLayers;
    private final List<String> unetNames = List.of("transformer", "resnet", "conv");

    /** Adapters for these trials, all weights zero. */
    PackAdapters(Kernels kernels, NDManager owner, StableDiffusionConfig config, List<TrialSpec> trials) {
        this.trials = List.copyOf(trials);
        this.textLayers = config.text().layers();
        this.textTrials = IntStream.range(0, trials.size())
                .filter(k -> trials.get(k).learningRates().trainsTextEncoder())
                .boxed()
                .toList();
        this.text = new AdapterBank(textArrays(kernels, owner, config));
        this.unet = new AdapterBank(unetArrays(kernels, owner, config));
        arrays().forEach(array -> Autograd.requireGradient(array.values()));
    }

    private List<AdapterArray> textArrays(Kernels kernels, NDManager owner, StableDiffusionConfig config) {
        List<AdapterArray> arrays = new ArrayList<>();
        if (!textTrials.isEmpty()) {
            List<LoraSite> sites = LoraTargets.DEFAULT.of(config.text());
            List<TrialSpec> members = textTrials.stream().map(trials::get).toList();
            for (int layer = 0; layer < textLayers; layer++) {
                int number = layer;
                List<LoraSite> own = sites.stream()
                        .filter(site -> site.textLayer().orElseThrow() == number)
                        .toList();
                arrays.add(array(
                        kernels,
                        owner,
                        own,
                        members,
                        s -> s.network().networkDim(),
                        s -> s.network().scale()));
            }
        }
        return arrays;
    }

    private List<AdapterArray> unetArrays(Kernels kernels, NDManager owner, StableDiffusionConfig config) {
        List<LoraSite> sites = LoraTargets.WITH_CONV.of(config.unet());
        List<LoraSite> transformers =
                sites.stream().filter(PackAdapters::inTransformer).toList();
        List<LoraSite> resnets = sites.stream()
                .filter(site -> !inTransformer(site) && !site.isSpatial())
                .toList();
        List<LoraSite> spatial = sites.stream().filter(LoraSite::isSpatial).toList();
        List<AdapterArray> arrays = new ArrayList<>();
        if (trials.stream().anyMatch(spec -> spec.learningRates().trainsUnet())) {
            arrays.add(array(
                    kernels,
                    owner,
                    transformers,
                    trials,
                    PackAdapters::unetRank,
                    spec -> spec.network().scale()));
        }
        if (trials.stream().anyMatch(spec -> convRank(spec) > 0)) {
            arrays.add(array(
                    kernels,
                    owner,
                    resnets,
                    trials,
                    spec -> convRank(spec) > 0 ? unetRank(spec) : 0,
                    spec -> spec.network().scale()));
            arrays.add(array(kernels, owner, spatial, trials, PackAdapters::convRank, PackAdapters::convScale));
        }
        return arrays;
    }

    private static AdapterArray array(
            Kernels kernels,
            NDManager owner,
            List<LoraSite> sites,
            List<TrialSpec> members,
            ToIntFunction<TrialSpec> rank,
            ToDoubleFunction<TrialSpec> scale) {
        float[] scales = new float[members.size()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) scale.applyAsDouble(members.get(i));
        }
        int[] ranks = members.stream().mapToInt(rank).toArray();
        return new AdapterArray(kernels, owner, new AdapterLayout(sites), ranks, scales);
    }

    private static boolean inTransformer(LoraSite site) {
        return site.module().contains(".attentions.");
    }

    private static int unetRank(TrialSpec spec) {
        return spec.learningRates().trainsUnet() ? spec.network().networkDim() : 0;
    }

    private static int convRank(TrialSpec spec) {
        return spec.learningRates().trainsUnet() ? spec.network().convDim().orElse(0) : 0;
    }

    private static double convScale(TrialSpec spec) {
        NetworkSettings network = spec.network();
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
            named.put("unet." + unetNames.get(unet.arrays().indexOf(rows.array())), rows);
        }
        return named;
    }

    @Override
    public void close() {
        text.close();
        unet.close();
    }
}
