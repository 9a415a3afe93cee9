package lorasweep.worker.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.cache.LatentCache;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.DatasetReader;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.Progress;
import lorasweep.worker.image.AlphaUse;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.PixelTensor;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.VaeConfig;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.ContentStore;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.vae.AutoencoderKl;

/**
 * Latents of many pictures, from files into the cache, against what the VAE's encoder takes by itself.
 *
 * @param images pictures
 * @param side of the square pictures in pixels
 * @param decoders threads that decode ahead
 */
public record CacheBenchmark(int images, int side, int decoders) {
    private static final int WARM_UP = 5;
    private static final int ALONE = 200;
    private static final long DECODING_MEMORY = 1L << 30;

    /**
     * What was measured, in pictures a second.
     *
     * @param encoding the encoder by itself, on pictures in memory; the better of before and after
     * @param caching from files to latents in the cache
     * @param reading looking through the dataset before: headers, full decode, near-duplicates
     * @param again latents made by a second run over the same cache
     */
    public record Result(double encoding, double caching, double reading, int again) {}

    /** Runs in a folder that is empty. */
    public Result run(BenchmarkBase base, Path folder) throws InterruptedException {
        new MadeUpPictures(images, side).write(folder.resolve("data"));
        VaeConfig config = base.config().vae();
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager);
                AutoencoderKl vae =
                        new AutoencoderKl(kernels, config, base.weights(Part.VAE, Precision.FP32, manager, kernels))) {
            ContentStore store = ContentStore.open(folder.resolve("cache"));
            ImageLoader loader = new ImageLoader(DECODING_MEMORY);
            Stopwatch watch = new Stopwatch();
            Dataset dataset =
                    new DatasetReader(Optional.of(store), loader, decoders).read(trial(folder), Progress.NONE);
            double reading = images / watch.lap();
            LatentCache cache = new LatentCache(
                    store,
                    loader,
                    new LatentCache.Encoding(
                            pixels -> encode(vae, manager, pixels),
                            ContentHash.of("benchmark"),
                            config.latentChannels(),
                            config.downscaleFactor(),
                            AlphaUse.WHITE));
            double before = encoding(vae, manager);
            watch.lap();
            cache.prepare(dataset.training(), EnumSet.of(Flip.NONE), decoders, Progress.NONE);
            double caching = images / watch.lap();
            int again = cache.prepare(dataset.training(), EnumSet.of(Flip.NONE), decoders, Progress.NONE);
            return new Result(Math.max(before, encoding(vae, manager)), caching, reading, again);
        }
    }

    private TrialSpec trial(Path folder) {
        return TrialSpec.of(Map.of(
                "pretrained_model_name_or_path",
                "benchmark",
                "train_data_dir",
                folder.resolve("data").toString(),
                "resolution",
                Integer.toString(side),
                "heldout_fraction",
                0,
                "heldout_min",
                0,
                "max_train_epochs",
                1));
    }

    private double encoding(AutoencoderKl vae, NDManager manager) {
        float[] pixels = new float[3 * side * side];
        new MadeUpNumbers(1).fill(0, FloatBuffer.wrap(pixels));
        PixelTensor picture = new PixelTensor(new PixelSize(side, side), pixels, Optional.empty());
        for (int i = 0; i < WARM_UP; i++) {
            encode(vae, manager, picture);
        }
        int count = Math.min(images, ALONE);
        Stopwatch watch = new Stopwatch();
        for (int i = 0; i < count; i++) {
            encode(vae, manager, picture);
        }
        return count / watch.lap();
    }

    private static float[] encode(AutoencoderKl vae, NDManager manager, PixelTensor pixels) {
        Shape shape = new Shape(1, 3, pixels.size().height(), pixels.size().width());
        try (NDManager scratch = manager.newSubManager()) {
            NDArray moments = vae.encode(scratch, scratch.create(pixels.values(), shape));
            return moments.toFloatArray();
        }
    }
}
