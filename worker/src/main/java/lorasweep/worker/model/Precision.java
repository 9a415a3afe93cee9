package lorasweep.worker.model;

/**
 * The type that frozen base weights are kept and multiplied in. The VAE is always FP32 (its
 * activations overflow in half precision), as are adapters, optimizer state and losses.
 */
public enum Precision {
    /** 32-bit floating point. */
    FP32,
    /** bfloat16: half the memory, 8 bits of mantissa. */
    BF16
}
