package lorasweep.worker.runner;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import lorasweep.runner.EngineCheck.Proof;
import lorasweep.worker.torch.Autograd;
import lorasweep.worker.torch.DeviceMemory;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;

/**
 * What training needs of a device, tried on it: our kernels give there what they give on the CPU, in every
 * precision, forwards and backwards; its memory can be read; running out of it is recognised and survived.
 */
final class DeviceProofs implements AutoCloseable {
    /** Rows, columns and adapters of the projection that is tried: large enough for a GPU's matrix units. */
    private static final int ROWS = 64;

    private static final int WIDTH = 256;
    private static final int RANK = 8;
    private static final int FLOAT32 = 6;
    private static final int BFLOAT16 = 15;

    /** Sums of 256 products differ in order between devices. */
    private static final double SAME_IN_FLOAT32 = 1e-4;

    /** Eight bits of mantissa. */
    private static final double SAME_IN_BFLOAT16 = 3e-2;

    private static final long SOME_BYTES = 256L << 20;
    private static final long MORE_THAN_ANY_DEVICE_HAS = 1L << 40;

    private final Side there;
    private final Side here = new Side(Device.cpu());

    /** Manager and kernels of one device. */
    private static final class Side implements AutoCloseable {
        private final NDManager manager;
        private final Kernels kernels;

        private Side(Device device) {
            manager = Torch.newManager(device);
            kernels = Kernels.compile(manager);
        }

        @Override
        public void close() {
            kernels.close();
            manager.close();
        }
    }

    DeviceProofs(Device device) {
        there = new Side(device);
    }

    /** Tries everything. */
    List<Proof> all() {
        return List.of(
                tried("memory can be read", this::memory),
                tried("float32 gives what the CPU gives", () -> same(FLOAT32, SAME_IN_FLOAT32)),
                tried("bfloat16 gives what the CPU gives in float32", () -> same(BFLOAT16, SAME_IN_BFLOAT16)),
                tried("gradients are those of the CPU", this::gradients),
                tried("the optimizer's fused update is that of the CPU", this::update),
                tried("running out of memory is recognised and survived", this::outOfMemory));
    }

    private static Proof tried(String claim, Supplier<Proof> proof) {
        try {
            Proof found = proof.get();
            return new Proof(claim, found.isProven(), found.seen());
        } catch (RuntimeException | LinkageError e) {
            return new Proof(claim, false, e.toString().lines().findFirst().orElse(""));
        }
    }

    private static Proof of(boolean isProven, String seen, Object... numbers) {
        return new Proof("", isProven, String.format(Locale.ROOT, seen, numbers));
    }

    private Proof memory() {
        Device device = there.manager.getDevice();
        long before = DeviceMemory.bytes(device);
        try (NDManager scratch = there.manager.newSubManager()) {
            NDArray array = scratch.ones(new Shape(SOME_BYTES / Float.BYTES));
            array.sum().toFloatArray();
            long after = DeviceMemory.bytes(device);
            return of(after > before, "%d MiB in use, %d MiB with 256 MiB more", before >> 20, after >> 20);
        }
    }

    private Proof same(int dtype, double tolerance) {
        float[] expected = projected(here, FLOAT32, false).get(0);
        return compared(expected, projected(there, dtype, false).get(0), tolerance);
    }

    private Proof gradients() {
        List<float[]> expected = projected(here, FLOAT32, true);
        List<float[]> found = projected(there, FLOAT32, true);
        double worst = 0;
        for (int i = 0; i < expected.size(); i++) {
            worst = Math.max(worst, difference(expected.get(i), found.get(i)));
        }
        return of(worst <= SAME_IN_FLOAT32, "largest difference %.1e of the largest gradient", worst);
    }

    /** The output of a projection with two adapters, or its gradients at both adapters' weights. */
    private static List<float[]> projected(Side side, int dtype, boolean isBackwards) {
        try (NDManager scratch = side.manager.newSubManager()) {
            NDArray x = cast(side, scratch, wave(scratch, 1, 2L * ROWS, WIDTH), dtype);
            NDArray w = cast(side, scratch, wave(scratch, 2, WIDTH, WIDTH), dtype);
            NDArray b = cast(side, scratch, wave(scratch, 3, WIDTH), dtype);
            NDArray down = wave(scratch, 4, 2, RANK, WIDTH);
            NDArray up = wave(scratch, 5, 2, RANK, WIDTH);
            List<NDArray> slot = List.of(down, up, scratch.ones(new Shape(2, 1, 1)));
            if (!isBackwards) {
                NDArray y = side.kernels.tensor(scratch, "project", x, w, b, slot, 0);
                return List.of(cast(side, scratch, y, FLOAT32).toFloatArray());
            }
            Autograd.requireGradient(down);
            Autograd.requireGradient(up);
            try (Autograd recording = Autograd.record()) {
                NDArray y = side.kernels.tensor(scratch, "project", x, w, b, slot, 0);
                Autograd.backward(y, wave(scratch, 6, 2L * ROWS, WIDTH));
            }
            return List.of(
                    Autograd.gradient(down).toFloatArray(),
                    Autograd.gradient(up).toFloatArray());
        }
    }

    private Proof update() {
        return compared(updated(here), updated(there), SAME_IN_FLOAT32);
    }

    private static float[] updated(Side side) {
        try (NDManager scratch = side.manager.newSubManager()) {
            NDArray weights = wave(scratch, 1, 2, RANK, WIDTH);
            List<NDArray> moments = List.of(wave(scratch, 0, 2, RANK, WIDTH), wave(scratch, 0, 2, RANK, WIDTH));
            side.kernels.run(
                    "adamw",
                    List.of(weights),
                    List.of(wave(scratch, 2, 2, RANK, WIDTH)),
                    List.of(moments.get(0)),
                    List.of(moments.get(1)),
                    List.of(scratch.zeros(new Shape())),
                    1e-2,
                    0.9,
                    0.999,
                    1e-8,
                    1e-2);
            return weights.toFloatArray();
        }
    }

    private Proof outOfMemory() {
        try (NDManager scratch = there.manager.newSubManager()) {
            scratch.zeros(new Shape(MORE_THAN_ANY_DEVICE_HAS));
            return of(false, "it gave 4 TiB");
        } catch (RuntimeException e) {
            if (!Torch.isOutOfMemory(e)) {
                return of(
                        false,
                        "not recognised: %s",
                        e.toString().lines().findFirst().orElse(""));
            }
        }
        Proof after = same(FLOAT32, SAME_IN_FLOAT32);
        return of(after.isProven(), "a pack that is too large would be split; afterwards: %s", after.seen());
    }

    private static Proof compared(float[] expected, float[] found, double tolerance) {
        double difference = difference(expected, found);
        return of(difference <= tolerance, "largest difference %.1e of the largest value", difference);
    }

    /** The largest difference, in parts of the largest expected value; not a number counts as infinite. */
    private static double difference(float[] expected, float[] found) {
        double largest = 0;
        double scale = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - found[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return largest / scale;
    }

    private static NDArray cast(Side side, NDManager owner, NDArray array, int dtype) {
        return side.kernels.tensor(owner, "cast", array, dtype);
    }

    /** Values without a pattern, the same on every device: sines of another frequency for each number; 0: zeros. */
    private static NDArray wave(NDManager manager, int number, long... shape) {
        Shape size = new Shape(shape);
        float[] values = new float[Math.toIntExact(size.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.1 * Math.sin(number * (0.7 + 1.3 * i)));
        }
        return manager.create(values, size);
    }

    @Override
    public void close() {
        there.close();
        here.close();
    }
}
