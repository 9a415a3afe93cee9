package lorasweep.worker.model;

/** What the U-Net's output means. */
public enum PredictionType {
    /** The noise that was added. */
    EPSILON,
    /** {@code v = sqrt(abar) * noise - sqrt(1 - abar) * latents} (Salimans and Ho 2022, appendix D). */
    V_PREDICTION
}
