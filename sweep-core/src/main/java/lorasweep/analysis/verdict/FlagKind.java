package lorasweep.analysis.verdict;

/** Signs beside the verdict that something is wrong with a checkpoint. */
public enum FlagKind {
    /** The prediction moves far less with the prompt than the base's does. */
    PROMPT_IGNORED,
    /** The LoRA acts without its trigger nearly as with it. */
    BLEED,
    /** Samples are nearly copies of single training images. */
    COPIES,
    /** Samples of one prompt look alike over seeds. */
    VARIETY_COLLAPSED,
    /** Held-out images are predicted better with the LoRA at a weight well below 1. */
    TOO_STRONG,
    /** Held-out images are predicted better with the LoRA at a weight well above 1. */
    TOO_WEAK,
    /** Much of the adapters is held at the ceiling of scale_weight_norms. */
    NORM_CEILING,
    /** The training loss of an epoch rose sharply. Weak: its level depends on which timesteps were drawn. */
    EPOCH_LOSS_JUMPED,
    /** The training loss swings between epochs. Weak, likewise. */
    EPOCH_LOSS_SWINGS
}
