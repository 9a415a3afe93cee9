package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lorasweep.worker.diffusion.DpmPlusPlus2mSampler.Order;
import lorasweep.worker.diffusion.DpmPlusPlusSdeSampler.Path;
import lorasweep.worker.safetensors.SafetensorsFile;

/**
 * A sampler of the recorded runs, put together from the product's parts with the parameters of the
 * program that was recorded: diffusers interpolates sigmas linearly or rounds timesteps and ends where
 * its table ends; k-diffusion does neither.
 *
 * @param name as the recording calls it
 * @param recording its parameters and what it saw
 * @param steps of the run
 */
record RecordedSampler(String name, JsonNode recording, int steps) {

    Sampler sampler() {
        JsonNode config = recording.path("config");
        if (name.startsWith("ddim")) {
            return config.path("clip_sample").asBoolean()
                    ? new DdimSampler(config.path("clip_sample_range").asDouble())
                    : DdimSampler.UNCLIPPED;
        }
        return switch (name) {
            case "k_euler" -> new EulerAncestralSampler(0);
            case "euler_a", "euler_a_kohya_sample", "k_euler_a" -> new EulerAncestralSampler(1);
            case "k_dpmpp_2m_karras" -> new DpmPlusPlus2mSampler(0, Order.FIRST);
            case "k_dpmpp_2m_sde_karras" -> new DpmPlusPlus2mSampler(1, Order.FIRST);
            case "k_dpmpp_sde_karras" -> new DpmPlusPlusSdeSampler(1, Path.INDEPENDENT);
            case "dpmpp_2m_karras", "dpmpp_2m_karras_leading1", "dpmsolverpp_kohya_sample" ->
                new DpmPlusPlus2mSampler(0, lastStep(config));
            default -> throw new AssertionError("the recorded sampler " + name + " is unknown");
        };
    }

    private Order lastStep(JsonNode config) {
        boolean few = config.path("lower_order_final").asBoolean() && steps < 15;
        return few || config.path("euler_at_final").asBoolean() ? Order.FIRST : Order.SECOND;
    }

    SamplingSchedule schedule(NoiseSchedule noise) {
        JsonNode config = recording.path("config");
        if (config.isMissingNode()) {
            return name.endsWith("karras")
                    ? SamplingSchedule.karras(noise, steps)
                    : SamplingSchedule.uniform(noise, steps);
        } else if (name.startsWith("ddim")) {
            SamplingSchedule schedule = SamplingSchedule.leading(
                    noise, steps, config.path("steps_offset").asInt());
            return config.path("set_alpha_to_one").asBoolean() ? schedule.endingAt(0) : schedule;
        } else if (name.startsWith("euler_a")) {
            return SamplingSchedule.fromLargestSigma(noise, linearBetweenTimesteps(noise));
        }
        List<NoiseLevel> levels =
                config.path("use_karras_sigmas").asBoolean() ? karrasAtWholeTimesteps(noise) : wholeTimesteps(noise);
        return SamplingSchedule.variancePreserving(noise, levels, noise.sigma(0));
    }

    private List<NoiseLevel> linearBetweenTimesteps(NoiseSchedule noise) {
        int last = noise.timesteps() - 1;
        return IntStream.range(0, steps)
                .mapToDouble(i -> last - (double) last * i / (steps - 1))
                .mapToObj(t -> {
                    int below = Math.min((int) t, last - 1);
                    double share = t - below;
                    return new NoiseLevel(noise.sigma(below) * (1 - share) + noise.sigma(below + 1) * share, t);
                })
                .toList();
    }

    private List<NoiseLevel> karrasAtWholeTimesteps(NoiseSchedule noise) {
        return SamplingSchedule.karras(noise, steps).levels().stream()
                .map(level -> new NoiseLevel(level.sigma(), Math.rint(level.timestep())))
                .toList();
    }

    private List<NoiseLevel> wholeTimesteps(NoiseSchedule noise) {
        List<NoiseLevel> levels = new ArrayList<>();
        for (int i = steps; i > 0; i--) {
            int timestep = (int) Math.rint((double) (noise.timesteps() - 1) * i / steps);
            levels.add(new NoiseLevel(noise.sigma(timestep), timestep));
        }
        return levels;
    }

    /** Whether latents between steps were recorded as the model sees them, {@code x / sqrt(sigma^2 + 1)}. */
    boolean variancePreserving() {
        return recording.path("init_noise_sigma").asDouble() == 1;
    }

    /**
     * Whether the run is so unstable that no two implementations end alike: with clipping on this
     * untrained model a relative change of 1e-6 at the start grows to 0.19 at the end (measured), so such
     * a run is followed from each of the recorded latents to the next.
     */
    boolean magnifiesRounding() {
        return recording.path("config").path("clip_sample").asBoolean();
    }

    List<Double> timesteps() {
        return numbers(recording.has("timesteps") ? "timesteps" : "model_timesteps_in_call_order");
    }

    List<Double> sigmas() {
        return numbers("sigmas");
    }

    private List<Double> numbers(String field) {
        List<Double> numbers = new ArrayList<>();
        recording.path(field).forEach(number -> numbers.add(number.doubleValue()));
        return numbers;
    }

    /** The noise of the recording; where it was of two draws a step, they lie one after the other. */
    SamplerNoise noise(SafetensorsFile file) {
        String added = name.contains("sde") ? "sde_noise" : "ancestral_noise";
        int draws = name.equals("k_dpmpp_sde_karras") ? 2 : 1;
        return new SamplerNoise() {
            @Override
            public NDArray initial(NDManager owner) {
                return file.load("initial_noise", owner);
            }

            @Override
            public NDArray added(NDManager owner, int step, int draw) {
                return file.load(added, owner).get((long) draws * step + draw);
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
