package lorasweep.worker.prompt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lorasweep.worker.prompt.PromptChunk.PlacedEmbedding;
import lorasweep.worker.prompt.PromptChunker.SpecialTokens;
import org.jspecify.annotations.Nullable;

/** The chunk that is being filled, and those already full. */
final class OpenChunk {
    private static final int BACKTRACK = 20;

    private final SpecialTokens special;
    private final List<PromptChunk> closed = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();

    /** One token of the chunk; {@code begins} is set where an embedding's vectors begin. */
    private record Slot(int id, double weight, @Nullable PromptEmbedding begins) {}

    OpenChunk(SpecialTokens special) {
        this.special = special;
    }

    /** Adds a token; a full chunk is closed first, at its last comma if one is near. */
    void add(int id, double weight) {
        if (slots.size() == PromptChunker.CHUNK) {
            int comma = lastComma();
            boolean near = comma >= 0 && slots.size() - comma <= BACKTRACK;
            if (near && id != special.comma()) {
                closeAfter(comma);
            } else {
                close();
            }
        }
        slots.add(new Slot(id, weight, null));
    }

    /** Adds all vectors of an embedding; a chunk without room for them is closed first. */
    void addEmbedding(PromptEmbedding embedding, double weight) {
        if (slots.size() + embedding.vectors() > PromptChunker.CHUNK) {
            close();
        }
        slots.add(new Slot(PromptChunk.PLACEHOLDER, weight, embedding));
        slots.addAll(Collections.nCopies(embedding.vectors() - 1, new Slot(PromptChunk.PLACEHOLDER, weight, null)));
    }

    /** Pads the chunk and begins another. */
    void close() {
        List<Integer> ids = new ArrayList<>(List.of(special.begin()));
        List<Double> weights = new ArrayList<>(List.of(1.0));
        List<PlacedEmbedding> embeddings = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot.begins != null) {
                embeddings.add(new PlacedEmbedding(ids.size(), slot.begins));
            }
            ids.add(slot.id);
            weights.add(slot.weight);
        }
        int padding = PromptChunker.CHUNK + 1 - slots.size();
        ids.addAll(Collections.nCopies(padding, special.end()));
        weights.addAll(Collections.nCopies(padding, 1.0));
        closed.add(new PromptChunk(ids, weights, embeddings));
        slots.clear();
    }

    /** All chunks; closes the last one unless it is empty and not the only one. */
    List<PromptChunk> chunks() {
        if (!slots.isEmpty() || closed.isEmpty()) {
            close();
        }
        return closed;
    }

    private void closeAfter(int comma) {
        List<Slot> moved = List.copyOf(slots.subList(comma + 1, slots.size()));
        slots.subList(comma + 1, slots.size()).clear();
        close();
        slots.addAll(moved);
    }

    private int lastComma() {
        int last = slots.size() - 1;
        while (last >= 0 && slots.get(last).id != special.comma()) {
            last--;
        }
        return last;
    }
}
