package lorasweep.worker.unet;

/** How attention is computed; the results differ by floating-point reassociation only. */
public enum CrossAttention {
    /** One fused kernel (torch's scaled-dot-product attention, flash where there is one). */
    SDPA,
    /** Product, softmax, product: slower, needs memory for all weights; to compare with. */
    PLAIN
}
