package lorasweep.worker.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.trial.SamplerName;
import lorasweep.worker.diffusion.GuidedDenoiser;
import lorasweep.worker.diffusion.NamedSampler;
import lorasweep.worker.diffusion.NoisePredictor;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.diffusion.SamplingRun;
import lorasweep.worker.diffusion.SeededNoise;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.train.UNetFlops;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import lorasweep.worker.vae.AutoencoderKl;

/**
 * Making one image: the sampler's steps, then the VAE. The text is made up, of one chunk's length; a
 * call with guidance runs the prompt and the negative prompt as a batch of two.
 *
 * @param imageSide side of the square image in pixels, a multiple of the VAE's down-scale factor
 * @param sampler the rule and spacing of the steps
 * @param steps of the sampler
 * @param cfg guidance scale; 1 is without guidance
 * @param precision of the base
 */
public record SampleBenchmark(int imageSide, SamplerName sampler, int steps, double cfg, Precision precision) {
    private static final int TOKENS = 77;
    private static final long SEED = 1;

    /**
     * What was measured.
     *
     * @param unetCalls seconds of each call of the U-Net
     * @param latents seconds of all steps of the sampler
     * @param decode seconds of the VAE
     * @param callFlops of one call of the U-Net: {@link UNetFlops#forward()} of all its samples
     * @param gemm best rate of a large matrix product in this process and precision, in floating-point
     *     operations a second
     * @param peakResidentBytes the most memory that was resident in this process
     */
    public record Result(
            List<Double> unetCalls,
            double latents,
            double decode,
            long callFlops,
            double gemm,
            long peakResidentBytes) {
        /** Copies the list. */
        public Result {
            unetCalls = List.copyOf(unetCalls);
        }

        /** The shortest call. */
        public double bestCall() {
            return Collections.min(unetCalls);
        }

        /** The median call. */
        public double medianCall() {
            return Seconds.median(unetCalls);
        }
    }

    /** Makes an image on this base, in the number of threads that the engine is set to. */
    public Result run(BenchmarkBase base) {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager);
                UNet2dConditionModel unet = new UNet2dConditionModel(
                        kernels,
                        base.config().unet(),
                        base.weights(Part.UNET, precision, manager, kernels),
                        CrossAttention.SDPA);
                AutoencoderKl vae = new AutoencoderKl(
                        kernels, base.config().vae(), base.weights(Part.VAE, precision, manager, kernels))) {
            int side = imageSide / base.config().vae().downscaleFactor();
            List<Double> calls = new ArrayList<>();
            GuidedDenoiser denoiser = new GuidedDenoiser(
                    kernels,
                    timed(unet, calls),
                    base.config().scheduler().predictionType(),
                    text(manager, base, 0),
                    text(manager, base, 1),
                    cfg,
                    1);
            NoiseSchedule noise = NoiseSchedule.of(base.config().scheduler());
            NamedSampler named = NamedSampler.of(sampler);
            SamplingRun run =
                    new SamplingRun(kernels, named.sampler(), named.spacing().schedule(noise, steps));
            SeededNoise seeded =
                    new SeededNoise(List.of(SEED), base.config().unet().inChannels(), side, side);
            Stopwatch watch = new Stopwatch();
            NDArray latents = run.latents(manager, denoiser, seeded, done -> {});
            double sampled = watch.lap();
            vae.decode(manager, latents).close();
            double decoded = watch.lap();
            long flops =
                    UNetFlops.of(base.config().unet(), side, side, TOKENS, 0).forward() * (cfg == 1 ? 1 : 2);
            long peak = ProcessFigures.peakResidentBytes();
            double gemm = new GemmRate(kernels, precision).measure(manager);
            return new Result(calls, sampled, decoded, flops, gemm, peak);
        }
    }

    private static NoisePredictor timed(UNet2dConditionModel unet, List<Double> calls) {
        return (owner, latents, timestep, context) -> {
            Stopwatch watch = new Stopwatch();
            NDArray timesteps = owner.full(new Shape(latents.getShape().get(0)), (float) timestep);
            NDArray prediction = unet.forward(Pass.direct(owner, AdapterWeights.NONE), latents, timesteps, context);
            calls.add(watch.lap());
            return prediction;
        };
    }

    private static NDArray text(NDManager owner, BenchmarkBase base, long number) {
        Shape shape = new Shape(1, TOKENS, base.config().unet().crossAttentionDim());
        float[] values = new float[(int) shape.size()];
        RandomStream.of(SEED, Purpose.DEMO, number).fillGaussian(values);
        return owner.create(values, shape);
    }
}
