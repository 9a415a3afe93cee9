package lorasweep.analysis;

/**
 * How the score of a simulated trial really goes with training, before any noise. Shapes as they were
 * measured on a small real base: a fall that settles, a plateau, a rise by memorising, a breakdown.
 *
 * @param gain how far held-out loss would fall, in units of scores
 * @param fallEpochs epochs in which about two thirds of the fall happen
 * @param riseFrom epoch from which on held-out loss rises
 * @param risePerEpoch by how much
 * @param breaksAt epoch from which on training breaks down
 */
record Course(double gain, double fallEpochs, double riseFrom, double risePerEpoch, double breaksAt) {
    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final double BREAKDOWN_PER_EPOCH = 0.5;

    static Course settling(double gain, double fallEpochs) {
        return new Course(gain, fallEpochs, NEVER, 0, NEVER);
    }

    Course overfitting(double from, double perEpoch) {
        return new Course(gain, fallEpochs, from, perEpoch, breaksAt);
    }

    Course breaking(double at) {
        return new Course(gain, fallEpochs, riseFrom, risePerEpoch, at);
    }

    /** The same at another speed. */
    Course faster(double factor) {
        return new Course(gain, fallEpochs / factor, riseFrom / factor, risePerEpoch * factor, breaksAt);
    }

    double fall(double epoch) {
        return -gain * (1 - Math.exp(-epoch / fallEpochs));
    }

    double rise(double epoch) {
        return Math.max(0, epoch - riseFrom) * risePerEpoch;
    }

    double breakdown(double epoch) {
        return epoch <= breaksAt ? 0 : BREAKDOWN_PER_EPOCH * (epoch - breaksAt);
    }

    double heldOut(double epoch) {
        return fall(epoch) + (risePerEpoch > 0 ? rise(epoch) : 0) + breakdown(epoch);
    }

    double train(double epoch) {
        return 1.1 * fall(epoch) - (risePerEpoch > 0 ? 0.8 * rise(epoch) : 0) + breakdown(epoch);
    }

    /** How much the LoRA has moved the model, as a share of what is usual; chance goes with it. */
    double activity(double epoch) {
        double moved = (-fall(epoch) + (risePerEpoch > 0 ? rise(epoch) : 0) + breakdown(epoch)) / gain;
        return Math.min(1.5, 0.02 + moved);
    }
}
