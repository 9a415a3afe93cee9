package lorasweep.worker.model;

/**
 * The shape of a CLIP text model.
 *
 * @param hiddenSize width of a token's state
 * @param layers transformer layers
 * @param heads attention heads of each layer
 * @param intermediateSize width of the MLP's inner layer
 * @param vocabularySize number of token ids
 * @param positions longest sequence, including both end tokens
 * @param layerNormEps epsilon of every LayerNorm
 * @param activation the MLP's
 */
public record TextConfig(
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        int vocabularySize,
        int positions,
        double layerNormEps,
        Activation activation) {

    /** What an MLP applies between its two layers. */
    public enum Activation {
        /** {@code x * sigmoid(1.702 x)}. */
        QUICK_GELU,
        /** The exact form, with the error function. */
        GELU
    }
}
