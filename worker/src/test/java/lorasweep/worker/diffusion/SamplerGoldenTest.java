package lorasweep.worker.diffusion;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import lorasweep.worker.vae.AutoencoderKl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("golden")
class SamplerGoldenTest {
    private static final String FILE = "samplers.safetensors";
    private static final JsonNode RUNS = Goldens.json("golden/samplers.json");

    private static NDManager manager;
    private static Kernels kernels;
    private static BaseModel base;
    private static UNet2dConditionModel unet;
    private static AutoencoderKl vae;
    private static NoiseSchedule noise;
    private static SafetensorsFile goldens;

    @BeforeAll
    static void open() {
        manager = Torch.newManager(Device.cpu());
        kernels = Kernels.compile(manager);
        base = BaseModel.open(ModelFiles.of(Goldens.path("model")));
        unet = new UNet2dConditionModel(
                kernels,
                base.config().unet(),
                base.weights(Part.UNET, Precision.FP32, manager, kernels),
                CrossAttention.SDPA);
        vae = new AutoencoderKl(kernels, base.config().vae(), base.weights(Part.VAE, Precision.FP32, manager, kernels));
        noise = NoiseSchedule.of(base.config().scheduler());
        goldens = Goldens.tensors("golden/" + FILE);
    }

    @AfterAll
    static void close() {
        goldens.close();
        vae.close();
        unet.close();
        base.close();
        kernels.close();
        manager.close();
    }

    static List<RecordedSampler> samplers() {
        List<RecordedSampler> samplers = new ArrayList<>();
        int steps = RUNS.get("steps").intValue();
        RUNS.get("samplers")
                .properties()
                .forEach(run -> samplers.add(new RecordedSampler(run.getKey(), run.getValue(), steps)));
        return samplers;
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void sigmasAreThoseOfTheReference(RecordedSampler run) {
        SamplingSchedule schedule = run.schedule(noise);
        List<Double> sigmas = run.sigmas();
        for (int i = 0; i < sigmas.size(); i++) {
            double allowed = Goldens.tolerance("samplers.json", "sigmas rel") * sigmas.get(0);
            assertThat(schedule.sigma(i)).as("sigma %d", i).isCloseTo(sigmas.get(i), within(allowed));
        }
        assertThat(sigmas.isEmpty() || sigmas.size() == run.steps() + 1).isTrue();
        if (!run.variancePreserving()) {
            assertThat(schedule.initialScale()).isEqualTo(schedule.sigma(0));
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void asksTheModelAtTheTimestepsOfTheReferenceAndEndsWhereItEnds(RecordedSampler run) {
        SamplingSchedule schedule = run.schedule(noise);
        SamplingRun sampling = new SamplingRun(kernels, run.sampler(), schedule);
        SamplerNoise draws = run.noise(goldens);
        List<Double> asked = new ArrayList<>();
        double tolerance = Goldens.tolerance(FILE, "latents rel");
        try (NDManager memory = manager.newSubManager()) {
            Denoiser denoiser = denoiser(memory, asked);
            Sampler.State state = sampling.begin(memory, draws);
            for (int i = 0; i < run.steps(); i++) {
                state = sampling.advance(memory, i, denoiser, draws, state);
                String recorded = "%s.latents_after_step%d".formatted(run.name(), i + 1);
                if (goldens.tensors().containsKey(recorded)) {
                    NDArray expected = goldens.load(recorded, memory);
                    double sigma = run.variancePreserving() ? schedule.sigma(i + 1) : 0;
                    assertThatTensor(sampling.variancePreserving(memory, state.latents(), sigma))
                            .isCloseTo(expected, tolerance);
                    if (run.magnifiesRounding()) {
                        state = Sampler.State.initial(
                                kernels.tensor(memory, "scale_latents", expected, Math.hypot(sigma, 1)));
                    }
                }
            }
            NDArray latents = sampling.variancePreserving(memory, state.latents(), schedule.finalSigma());
            assertThatTensor(latents).isCloseTo(goldens.load(run.name() + ".final_latents", memory), tolerance);
            assertThat(asked).hasSameSizeAs(run.timesteps());
            for (int i = 0; i < asked.size(); i++) {
                assertThat(asked.get(i)).isCloseTo(run.timesteps().get(i), within(1e-3));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void decodesToTheImageOfTheReference(RecordedSampler run) {
        String recorded = run.name() + ".image";
        if (goldens.tensors().containsKey(recorded)) {
            try (NDManager memory = manager.newSubManager()) {
                NDArray latents = goldens.load(run.name() + ".final_latents", memory);
                NDArray unscaled = kernels.tensor(
                        memory,
                        "scale_latents",
                        latents,
                        1 / base.config().vae().scalingFactor());
                assertThatTensor(vae.decode(memory, unscaled))
                        .isCloseTo(goldens.load(recorded, memory), Goldens.tolerance(FILE, "image rel"));
            }
        }
    }

    private static Denoiser denoiser(NDManager memory, List<Double> asked) {
        NoisePredictor model = (owner, latents, timestep, context) -> {
            asked.add(timestep);
            NDArray timesteps = owner.full(new Shape(latents.getShape().get(0)), (float) timestep);
            return unet.forward(Pass.direct(owner, AdapterWeights.NONE), latents, timesteps, context);
        };
        NDArray contexts = goldens.load("context_uncond_cond", memory);
        return new GuidedDenoiser(
                kernels,
                model,
                base.config().scheduler().predictionType(),
                contexts.get("1:2"),
                contexts.get("0:1"),
                RUNS.get("cfg_scale").doubleValue(),
                1);
    }
}
