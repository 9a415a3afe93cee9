package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.torch.Kernels;

/**
 * The contexts of a pack's captions. Trials that train the text encoder run through it together, with
 * their adapters; the others share the frozen encoder's states, each caption encoded once.
 */
final class PackText implements AutoCloseable {
    private final Kernels kernels;
    private final ClipTextModel encoder;
    private final List<TrialSpec> trials;
    private final PackAdapters adapters;
    private final AdapterDropout dropout;
    private final FrozenContexts frozen;

    PackText(Kernels kernels, NDManager owner, ClipTextModel encoder, List<TrialSpec> trials, PackAdapters adapters) {
        this.kernels = kernels;
        this.encoder = encoder;
        this.trials = List.copyOf(trials);
        this.adapters = adapters;
        this.dropout = new AdapterDropout(
                kernels,
                adapters.text(),
                adapters.textTrials().stream().map(trials::get).toList());
        this.frozen = new FrozenContexts(kernels, owner, encoder);
    }

    /**
     * Encodes the captions of a micro-batch as training does: with dropout, and recorded for trials that
     * train the text encoder when autograd is on.
     *
     * @param owner owns the result
     * @return (K * B, S, D)
     */
    NDArray encode(NDManager owner, MicroBatch batch) {
        List<NDArray> trained = List.of();
        if (!adapters.textTrials().isEmpty()) {
            List<long[]> addresses = new ArrayList<>();
            int b = batch.samples();
            adapters.textTrials()
                    .forEach(k -> addresses.addAll(batch.addresses().subList(k * b, (k + 1) * b)));
            AdapterWeights weights = dropout.on(adapters.text(), addresses);
            trained = trained(Pass.direct(owner, weights), batch.captions());
        }
        return joined(owner, batch.captions(), trained);
    }

    /**
     * Encodes one caption list of each trial, without dropout.
     *
     * @param owner owns the result
     * @param captions K lists of B captions
     * @return (K * B, S, D)
     */
    NDArray encode(NDManager owner, List<List<CaptionTokens>> captions) {
        List<NDArray> trained =
                adapters.textTrials().isEmpty() ? List.of() : trained(Pass.direct(owner, adapters.text()), captions);
        return joined(owner, captions, trained);
    }

    private NDArray joined(NDManager owner, List<List<CaptionTokens>> captions, List<NDArray> trained) {
        List<NDArray> parts = new ArrayList<>();
        for (int k = 0; k < trials.size(); k++) {
            int index = adapters.textTrials().indexOf(k);
            if (index >= 0) {
                parts.add(trained.get(index));
            } else {
                for (CaptionTokens caption : captions.get(k)) {
                    parts.add(frozen.of(caption, trials.get(k).captions().clipSkip()));
                }
            }
        }
        return kernels.tensor(owner, "concatenate", parts, 0);
    }

    private List<NDArray> trained(Pass pass, List<List<CaptionTokens>> captions) {
        List<Integer> members = adapters.textTrials();
        NDManager owner = pass.owner();
        List<CaptionTokens> all =
                members.stream().flatMap(trial -> captions.get(trial).stream()).toList();
        int chunks = all.get(0).chunks();
        int samples = all.size() / members.size();
        NDArray ids = ids(owner, all);
        int deepest = members.stream()
                .mapToInt(trial -> encoder.depth(clipSkip(trial)))
                .max()
                .orElseThrow();
        List<NDArray> states = encoder.hiddenStates(pass, encoder.embed(pass, ids), deepest);
        List<NDArray> contexts = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            NDArray state = states.get(encoder.depth(clipSkip(members.get(i))));
            NDArray own = kernels.tensor(owner, "narrow", state, 0, i * samples * chunks, samples * chunks);
            NDArray normed = encoder.finalNorm(pass, own);
            contexts.add(encoder.joinChunks(
                    pass,
                    normed.reshape(
                            samples,
                            chunks,
                            all.get(0).positions(),
                            encoder.config().hiddenSize())));
        }
        return contexts;
    }

    private int clipSkip(int trial) {
        return trials.get(trial).captions().clipSkip();
    }

    /** (captions * chunks, positions) int64. */
    static NDArray ids(NDManager owner, List<CaptionTokens> captions) {
        int positions = captions.get(0).positions();
        int rows = captions.stream().mapToInt(CaptionTokens::chunks).sum();
        LongBuffer ids = LongBuffer.allocate(rows * positions);
        captions.forEach(caption -> ids.put(caption.ids()));
        return owner.create(ids.array(), new Shape(rows, positions));
    }

    /** The trials of the pack, in their order. */
    List<TrialSpec> trials() {
        return trials;
    }

    /** Says that no context of the last batch is in use any more. */
    void endStep() {
        frozen.trim();
    }

    @Override
    public void close() {
        frozen.close();
    }
}
