package lorasweep.worker.diffusion;

import java.util.Locale;
import java.util.function.BiFunction;
import lorasweep.worker.diffusion.DpmPlusPlus2mSampler.Order;
import lorasweep.worker.diffusion.DpmPlusPlusSdeSampler.Path;

/** The samplers that users choose from: a step rule with its spacing of noise levels, as AUTOMATIC1111 pairs them. */
public enum NamedSampler {
    DDIM("DDIM", DdimSampler.UNCLIPPED, (noise, steps) -> SamplingSchedule.leading(noise, steps, 1)),
    EULER("Euler", new EulerAncestralSampler(0), SamplingSchedule::uniform),
    EULER_A("Euler a", new EulerAncestralSampler(1), SamplingSchedule::uniform),
    DPMPP_2M_KARRAS(
            "DPM++ 2M Karras",
            new DpmPlusPlus2mSampler(0, Order.FIRST),
            SamplingSchedule::karras),
    DPMPP_2M_SDE_KARRAS(
            "DPM++ 2M SDE Karras",
            new DpmPlusPlus2mSampler(1, Order.FIRST),
            SamplingSchedule::karras),
    DPMPP_SDE_KARRAS(
            "DPM++ SDE Karras",
            new DpmPlusPlusSdeSampler(1, Path.BROWNIAN),
            SamplingSchedule::karras);

    private final String displayName;
    private final Sampler sampler;
    private final BiFunction<NoiseSchedule, Integer, SamplingSchedule> spacing;

    NamedSampler(
            String displayName,
            Sampler sampler,
            BiFunction<NoiseSchedule, Integer, SamplingSchedule> spacing) {
        this.displayName = displayName;
        this.sampler = sampler;
        this.spacing = spacing;
    }

    /** What users type, for example {@code dpmpp_2m_karras}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What AUTOMATIC1111 calls it, for example {@code DPM++ 2M Karras}. */
    public String displayName() {
        return displayName;
    }

    /** The rule of every step. */
    public Sampler sampler() {
        return sampler;
    }

    /**
     * The noise levels of a run.
     *
     * @param steps 1 to the schedule's number of timesteps, less 1
     */
    public SamplingSchedule schedule(NoiseSchedule noise, int steps) {
        return spacing.apply(noise, steps);
    }

    @Override
    public String toString() {
        return key();
    }
}
