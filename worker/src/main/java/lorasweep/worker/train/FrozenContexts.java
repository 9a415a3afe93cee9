package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.torch.Kernels;

/**
 * States of captions behind the frozen text encoder, kept for the next time a caption comes up. The
 * least recently used are dropped: with shuffled captions few ever come up again.
 */
final class FrozenContexts implements AutoCloseable {
    /** 120 MB of 77 states of SD 1.5; a dataset of this size whose captions do not change stays whole. */
    private static final int CAPACITY = 512;

    private final Kernels kernels;
    private final NDManager manager;
    private final ClipTextModel encoder;
    private final Map<Key, NDArray> contexts = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(CaptionTokens caption, int clipSkip) {}

    FrozenContexts(Kernels kernels, NDManager owner, ClipTextModel encoder) {
        this.kernels = kernels;
        this.manager = owner.newSubManager();
        this.encoder = encoder;
    }

    /** (1, S, D), owned here. */
    NDArray of(CaptionTokens caption, int clipSkip) {
        Key key = new Key(caption, clipSkip);
        NDArray known = contexts.get(key);
        if (known != null) {
            return known;
        }
        NDArray context = encode(caption, clipSkip);
        contexts.put(key, context);
        return context;
    }

    /** Makes room; called between steps, when no context handed out is in use. */
    void trim() {
        var oldest = contexts.values().iterator();
        while (contexts.size() > CAPACITY) {
            oldest.next().close();
            oldest.remove();
        }
    }

    private NDArray encode(CaptionTokens caption, int clipSkip) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray ids = PackText.ids(scratch, List.of(caption)).reshape(1, caption.chunks(), caption.positions());
            NDArray context = encoder.encode(Pass.direct(scratch, AdapterWeights.NONE), ids, clipSkip);
            return kernels.tensor(manager, "copy", context);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
