package lorasweep.worker.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.lora.AdapterLayout;
import lorasweep.worker.lora.LoraTargets;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.train.UNetFlops;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;

/**
 * Training-like steps of a U-Net and its default adapters.
 *
 * @param imageSide side of the square images in pixels, a multiple of the VAE's down-scale factor
 * @param batch samples of each trial
 * @param rank of every adapter
 * @param pack number of trials
 * @param precision of the base
 * @param recording what is kept for the way back
 * @param steps counted steps; one more runs before them to warm up
 */
public record StepBenchmark(
        int imageSide, int batch, int rank, int pack, Precision precision, Recording recording, int steps) {
    /** Text states of one chunk of tokens. */
    private static final int TOKENS = 77;

    private static final long SEED = 2;

    /**
     * What was measured.
     *
     * @param times of each counted step
     * @param cpuSeconds processor time of each counted step, over all threads
     * @param flops of one step: {@link UNetFlops#trainingStep()} of all samples
     * @param gemm best rate of a large matrix product in this process and precision, in floating-point
     *     operations a second
     * @param peakResidentBytes the most memory that was resident in this process
     */
    public record Result(
            List<StepTimes> times, List<Double> cpuSeconds, long flops, double gemm, long peakResidentBytes) {
        /** Copies the lists. */
        public Result {
            times = List.copyOf(times);
            cpuSeconds = List.copyOf(cpuSeconds);
        }

        /** The shortest step. */
        public StepTimes best() {
            return times.stream()
                    .min(Comparator.comparingDouble(StepTimes::total))
                    .orElseThrow();
        }

        /** Seconds of the median step. */
        public double medianSeconds() {
            return Seconds.median(times.stream().map(StepTimes::total).toList());
        }

        /** The least processor time of a step. */
        public double leastCpuSeconds() {
            return Collections.min(cpuSeconds);
        }
    }

    /** Runs the steps on this base, in the number of threads that the engine is set to. */
    public Result run(BenchmarkBase base) {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager);
                UNet2dConditionModel unet = new UNet2dConditionModel(
                        kernels,
                        base.config().unet(),
                        base.weights(Part.UNET, precision, manager, kernels),
                        CrossAttention.SDPA);
                TrainingStep step = step(base, kernels, manager, unet)) {
            GemmRate gemm = new GemmRate(kernels, precision);
            double rateBefore = gemm.measure(manager);
            List<StepTimes> times = new ArrayList<>();
            List<Double> cpuSeconds = new ArrayList<>();
            step.run(0);
            for (int number = 1; number <= steps; number++) {
                double cpuBefore = ProcessFigures.cpuSeconds();
                times.add(step.run(number));
                cpuSeconds.add(ProcessFigures.cpuSeconds() - cpuBefore);
            }
            long peak = ProcessFigures.peakResidentBytes();
            double rate = Math.max(rateBefore, gemm.measure(manager));
            return new Result(times, cpuSeconds, flops(base), rate, peak);
        }
    }

    private long flops(BenchmarkBase base) {
        int side = latentSide(base);
        return (long) pack
                * batch
                * UNetFlops.of(base.config().unet(), side, side, TOKENS, rank).trainingStep();
    }

    private int latentSide(BenchmarkBase base) {
        return imageSide / base.config().vae().downscaleFactor();
    }

    private TrainingStep step(BenchmarkBase base, Kernels kernels, NDManager manager, UNet2dConditionModel unet) {
        int side = latentSide(base);
        return new TrainingStep(
                kernels,
                manager,
                unet,
                adapters(kernels, manager, unet),
                NoiseSchedule.of(base.config().scheduler()),
                recording,
                unet.latentShape((long) pack * batch, side, side),
                TOKENS);
    }

    /** Adapters at the default sites, up weights included so that none of the work can be skipped. */
    private AdapterBank adapters(Kernels kernels, NDManager manager, UNet2dConditionModel unet) {
        int[] ranks = new int[pack];
        float[] scales = new float[pack];
        Arrays.fill(ranks, rank);
        Arrays.fill(scales, 1);
        List<AdapterArray> arrays = new ArrayList<>();
        for (AdapterLayout layout : AdapterLayout.byBlock(LoraTargets.DEFAULT.of(unet.config()))) {
            AdapterArray array = new AdapterArray(kernels, manager, layout, ranks, scales);
            new MadeUpNumbers(SEED)
                    .fill(arrays.size(), array.values().toByteBuffer(true).asFloatBuffer());
            arrays.add(array);
        }
        return new AdapterBank(kernels, arrays);
    }
}
