package lorasweep.worker.probe;

import java.util.List;

/**
 * How strongly the two parts of a LoRA act; 1 as trained.
 *
 * @param unet multiplier of the U-Net's adapters
 * @param textEncoder multiplier of the text encoder's
 */
public record Multipliers(double unet, double textEncoder) {
    /** Both parts as trained. */
    public static final Multipliers AS_TRAINED = new Multipliers(1, 1);

    /** Each part alone, and with half of the other: what tells which of them taught what. */
    public static final List<Multipliers> APART =
            List.of(new Multipliers(1, 0), new Multipliers(1, 0.5), new Multipliers(0, 1), new Multipliers(0.5, 1));

    /** Both parts under one weight. */
    public static Multipliers together(double weight) {
        return new Multipliers(weight, weight);
    }

    /** Whether both parts have one weight. */
    public boolean isTogether() {
        return unet == textEncoder;
    }
}
