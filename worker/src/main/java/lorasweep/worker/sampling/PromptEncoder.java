package lorasweep.worker.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.prompt.PromptChunk;
import lorasweep.worker.prompt.PromptChunker;
import lorasweep.worker.prompt.PromptChunker.SpecialTokens;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.text.TextualInversion;
import lorasweep.worker.text.TextualInversions;
import lorasweep.worker.torch.Kernels;

/**
 * Prompts to what the U-Net attends to, in AUTOMATIC1111's way: each chunk of 75 tokens is encoded by
 * itself and all their states are kept (77 for each chunk), the states of emphasised tokens are
 * multiplied, and each chunk is scaled back to the mean it had before.
 */
public final class PromptEncoder {
    private final Kernels kernels;
    private final ClipTextModel encoder;
    private final TextualInversions inversions;
    private final PromptChunker chunker;

    /**
     * An encoder of prompts.
     *
     * @param embeddings that prompts may name
     * @throws lorasweep.trial.InvalidInputException if two embeddings cannot be told apart
     */
    public PromptEncoder(
            Kernels kernels, ClipTextModel encoder, ClipTokenizer tokenizer, List<TextualInversion> embeddings) {
        this.kernels = kernels;
        this.encoder = encoder;
        this.inversions = TextualInversions.of(embeddings, tokenizer);
        SpecialTokens special = new SpecialTokens(
                tokenizer.bos(), tokenizer.eos(), tokenizer.encode(",").get(0));
        this.chunker = new PromptChunker(inversions::encode, special, inversions.promptEmbeddings());
    }

    /**
     * Encodes one prompt for each of K variants.
     *
     * @param owner owns the result and whatever is made on the way
     * @param adapters of the text encoder, K of them or none
     * @param prompt without LoRA tags
     * @param clipSkip 1 for the last layer, 2 for the one before it
     * @return (K, 77 * chunks, D), float32 or the encoder's precision
     * @throws lorasweep.trial.InvalidInputException if an emphasis is malformed
     */
    public NDArray encode(NDManager owner, AdapterWeights adapters, int variants, String prompt, int clipSkip) {
        List<PromptChunk> chunks = chunker.chunks(prompt);
        Pass pass = Pass.direct(owner, adapters);
        NDArray embedded = embed(pass, chunks, variants);
        List<NDArray> states = encoder.hiddenStates(pass, embedded, encoder.depth(clipSkip));
        NDArray normed = encoder.finalNorm(pass, states.get(states.size() - 1));
        if (chunks.stream().anyMatch(chunk -> chunk.weights().stream().anyMatch(weight -> weight != 1))) {
            normed = kernels.tensor(owner, "emphasise", normed, weights(owner, chunks, variants));
        }
        return normed.reshape(variants, -1, encoder.config().hiddenSize());
    }

    private NDArray embed(Pass pass, List<PromptChunk> chunks, int variants) {
        long[] ids = new long[variants * chunks.size() * positions()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = chunks.get(i / positions() % chunks.size()).ids().get(i % positions());
        }
        NDArray rows = pass.owner().create(ids, new Shape((long) variants * chunks.size(), positions()));
        if (chunks.stream().allMatch(chunk -> chunk.embeddings().isEmpty())) {
            return encoder.embed(pass, rows);
        }
        int width = encoder.config().hiddenSize();
        float[] vectors = new float[ids.length * width];
        float[] mask = new float[ids.length];
        for (int row = 0; row < variants * chunks.size(); row++) {
            int start = row * positions();
            inversions.vectorsIn(chunks.get(row % chunks.size())).forEach((position, vector) -> {
                mask[start + position] = 1;
                System.arraycopy(vector, 0, vectors, (start + position) * width, width);
            });
        }
        Shape shape = rows.getShape();
        return encoder.embed(
                pass,
                rows,
                pass.owner().create(vectors, shape.add(width)),
                pass.owner().create(mask, shape));
    }

    private NDArray weights(NDManager owner, List<PromptChunk> chunks, int variants) {
        float[] weights = new float[variants * chunks.size() * positions()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = chunks.get(i / positions() % chunks.size())
                    .weights()
                    .get(i % positions())
                    .floatValue();
        }
        return owner.create(weights, new Shape((long) variants * chunks.size(), positions()));
    }

    private int positions() {
        return encoder.config().positions();
    }
}
