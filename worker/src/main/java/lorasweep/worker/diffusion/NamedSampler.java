package lorasweep.worker.diffusion;

import java.util.Locale;
import lorasweep.worker.diffusion.DpmPlusPlus2mSampler.Order;
import lorasweep.worker.diffusion.DpmPlusPlusSdeSampler.Path;

/** The samplers that users choose from: a step rule with its spacing of noise levels, as AUTOMATIC1111 pairs them. */
public enum NamedSampler {
    DDIM("DDIM"),
    EULER("Euler"),
    EULER_A("Euler a"),
    DPMPP_2M_KARRAS("DPM++ 2M Karras"),
    DPMPP_2M_SDE_KARRAS("DPM++ 2M SDE Karras"),
    DPMPP_SDE_KARRAS("DPM++ SDE Karras");

    private final String displayName;

    NamedSampler(String displayName) {
        this.displayName = displayName;
    }

    /** What AUTOMATIC1111 calls it, for example {@code DPM++ 2M Karras}. */
    public String displayName() {
        return displayName;
    }

    /** The rule of every step. */
    public Sampler sampler() {
        return switch (this) {
            case DDIM -> DdimSampler.UNCLIPPED;
            case EULER -> new EulerAncestralSampler(0);
            case EULER_A -> new EulerAncestralSampler(1);
            case DPMPP_2M_KARRAS -> new DpmPlusPlus2mSampler(0, Order.FIRST);
            case DPMPP_2M_SDE_KARRAS -> new DpmPlusPlus2mSampler(1, Order.FIRST);
            case DPMPP_SDE_KARRAS -> new DpmPlusPlusSdeSampler(1, Path.BROWNIAN);
        };
    }

    /**
     * The noise levels of a run.
     *
     * @param steps 1 to the schedule's number of timesteps, less 1
     */
    public SamplingSchedule schedule(NoiseSchedule noise, int steps) {
        return switch (this) {
            case DDIM -> SamplingSchedule.leading(noise, steps, 1);
            case EULER, EULER_A -> SamplingSchedule.uniform(noise, steps);
            case DPMPP_2M_KARRAS, DPMPP_2M_SDE_KARRAS, DPMPP_SDE_KARRAS -> SamplingSchedule.karras(noise, steps);
        };
    }

    /** What users type, for example {@code dpmpp_2m_karras}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
