package lorasweep.result;

import java.util.List;

/**
 * Held-out loss of one checkpoint under other multipliers than 1: what users do by hand with
 * {@code <lora:x:0.5>}.
 *
 * @param epoch epochs completed
 * @param step optimizer updates made
 * @param plan the probes measured; its held-out images and its train twin may be fewer than the trial's
 * @param base losses without a LoRA, which is multiplier 0
 * @param points in any order, each pair of multipliers once
 */
public record WeightTest(int epoch, long step, ProbePlan plan, Losses base, List<Point> points) implements AtStep {
    /** Checks that every point has one loss per probe. */
    public WeightTest {
        points = List.copyOf(points);
        for (Point point : points) {
            if (point.losses().size() != plan.count() || base.size() != plan.count()) {
                throw new IllegalArgumentException(point.losses().size() + " losses, " + base.size()
                        + " of the base, for " + plan.count() + " probes");
            }
        }
        if (points.stream().map(Point::multipliers).distinct().count() < points.size()) {
            throw new IllegalArgumentException("the same pair of multipliers was measured twice");
        }
    }

    /**
     * Losses under one pair of multipliers.
     *
     * @param unet multiplier of the U-Net's adapters
     * @param textEncoder multiplier of the text encoder's adapters
     * @param losses one per probe of the plan
     */
    public record Point(double unet, double textEncoder, Losses losses) {
        /** The pair (U-Net, text encoder). */
        List<Double> multipliers() {
            return List.of(unet, textEncoder);
        }
    }
}
