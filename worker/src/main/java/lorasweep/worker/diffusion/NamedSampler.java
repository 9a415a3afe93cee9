package lorasweep.worker.diffusion;

import lorasweep.trial.SamplerName;
import lorasweep.worker.diffusion.DpmPlusPlus2mSampler.Order;
import lorasweep.worker.diffusion.DpmPlusPlusSdeSampler.Path;

/**
 * What a sampler's name stands for: a step rule with its spacing of noise levels, paired as in
 * AUTOMATIC1111.
 *
 * @param displayName what AUTOMATIC1111 calls it, for example {@code DPM++ 2M Karras}
 * @param sampler the rule of every step
 * @param spacing makes the schedule of a run
 */
public record NamedSampler(String displayName, Sampler sampler, Spacing spacing) {
    /** A way to choose noise levels. */
    @FunctionalInterface
    public interface Spacing {
        /** The noise levels of a run of 1 to {@link NoiseSchedule#timesteps()} steps. */
        SamplingSchedule schedule(NoiseSchedule noise, int steps);
    }

    /** The sampler of a name. */
    public static NamedSampler of(SamplerName name) {
        return switch (name) {
            case DDIM ->
                new NamedSampler(
                        "DDIM", DdimSampler.UNCLIPPED, (noise, steps) -> SamplingSchedule.leading(noise, steps, 1));
            case EULER -> new NamedSampler("Euler", new EulerAncestralSampler(0), SamplingSchedule::uniform);
            case EULER_A -> new NamedSampler("Euler a", new EulerAncestralSampler(1), SamplingSchedule::uniform);
            case DPMPP_2M_KARRAS -> karras("DPM++ 2M Karras", new DpmPlusPlus2mSampler(0, Order.FIRST));
            case DPMPP_2M_SDE_KARRAS -> karras("DPM++ 2M SDE Karras", new DpmPlusPlus2mSampler(1, Order.FIRST));
            case DPMPP_SDE_KARRAS -> karras("DPM++ SDE Karras", new DpmPlusPlusSdeSampler(1, Path.BROWNIAN));
        };
    }

    private static NamedSampler karras(String displayName, Sampler sampler) {
        return new NamedSampler(displayName, sampler, SamplingSchedule::karras);
    }
}
