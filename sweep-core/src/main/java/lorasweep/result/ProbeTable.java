package lorasweep.result;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one trial's LoRA predicts on the probe set over time, beside what the base predicts alone.
 *
 * @param base losses without a LoRA, all finite and above 0: scores divide by them
 * @param rows in the order of their steps; a trial that trains from nothing may start with step 0,
 *     where its losses are the base's
 */
public record ProbeTable(ProbePlan plan, Losses base, List<ProbeRow> rows) {
    /** Checks that every row has one loss per probe and that the base can be divided by. */
    public ProbeTable {
        rows = List.copyOf(rows);
        requireSize(plan, base);
        for (int probe = 0; probe < base.size(); probe++) {
            if (!(base.at(probe) > 0) || !Float.isFinite(base.at(probe))) {
                throw new IllegalArgumentException(
                        "base loss of probe " + probe + " is " + base.at(probe) + ", expected a finite number above 0");
            }
        }
        long previous = -1;
        for (ProbeRow row : rows) {
            requireSize(plan, row.losses());
            if (row.step() <= previous) {
                throw new IllegalArgumentException("step " + row.step() + " follows step " + previous);
            }
            previous = row.step();
        }
    }

    private static void requireSize(ProbePlan plan, Losses losses) {
        if (losses.size() != plan.count()) {
            throw new IllegalArgumentException(losses.size() + " losses for " + plan.count() + " probes");
        }
    }

    /** Every loss in its long form, row by row, made as it is read. */
    public Stream<ProbeMeasurement> measurements() {
        return rows.stream()
                .flatMap(row -> Stream.of(Split.values())
                        .flatMap(split -> IntStream.range(0, plan.count(split))
                                .mapToObj(probe -> measurement(row, split, probe))));
    }

    private ProbeMeasurement measurement(ProbeRow row, Split split, int probe) {
        int noise = probe % plan.noises();
        int timestep = probe / plan.noises() % plan.timesteps().size();
        int image = probe / plan.noises() / plan.timesteps().size();
        int index = plan.index(split, image, timestep, noise);
        return new ProbeMeasurement(
                row.epoch(),
                row.step(),
                split,
                plan.images(split).get(image),
                plan.timesteps().get(timestep),
                plan.bands().get(plan.band(timestep)).name(),
                noise,
                row.losses().at(index),
                base.at(index));
    }
}
