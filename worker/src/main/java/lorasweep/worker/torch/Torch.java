package lorasweep.worker.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import lorasweep.trial.InvalidInputException;

/**
 * The PyTorch engine of this process: started once, without looking anything up on a network.
 *
 * <p>Every thread that computes calls {@link #newManager(Device)} or {@link #enterThread()} first:
 * autograd mode and the JIT's profiling executor are switches per thread, and their initial values
 * differ between the thread that started the engine and all others.
 */
public final class Torch {
    private static final String ENGINE = "PyTorch";
    private static final String SHARE = "cpu/";

    static {
        // Without these two the engine asks a cloud's metadata service at start, and a repository for native code.
        if (System.getProperty("OPT_OUT_TRACKING") == null) {
            System.setProperty("OPT_OUT_TRACKING", "true");
        }
        if (System.getProperty("DJL_OFFLINE") == null) {
            System.setProperty("DJL_OFFLINE", "true");
        }
    }

    private static int threads;

    private Torch() {}

    /**
     * A root of native memory on a device; starts the engine at the first call of the process (about
     * one second) and prepares the calling thread.
     *
     * @return a manager that the caller closes; whatever is still attached to it dies with it
     */
    public static NDManager newManager(Device device) {
        Engine engine = Engine.getEngine(ENGINE);
        enterThread();
        NDManager manager = engine.newBaseManager(device);
        manager.setName("root");
        return manager;
    }

    /** The first GPU if the engine can use one, else the CPU. */
    public static Device defaultDevice() {
        return Engine.getEngine(ENGINE).defaultDevice();
    }

    /** The engine's name and the version of its native library. */
    public static String version() {
        Engine engine = Engine.getEngine(ENGINE);
        return ENGINE + " " + engine.getVersion();
    }

    /** How many GPUs the engine can use. */
    public static int gpus() {
        return Engine.getEngine(ENGINE).getGpuCount();
    }

    /**
     * The device of a name: {@code cpu}, {@code cpu/} and a number of shares, or {@code cuda:} and an index in this
     * process's own view.
     *
     * @throws InvalidInputException if the name says no device, or there is no such GPU
     */
    public static Device device(String name) {
        if (name.equals("cpu") || name.matches(SHARE + "[1-9]\\d{0,3}")) {
            return Device.cpu();
        }
        int gpus = gpus();
        if (name.matches("cuda:\\d{1,3}")) {
            int index = Integer.parseInt(name.substring("cuda:".length()));
            if (index < gpus) {
                return Device.gpu(index);
            }
        }
        throw new InvalidInputException("device: found \"" + name + "\", expected cpu, or cuda: and an index below "
                + gpus + ", the number of GPUs that the engine can use; correct it, or mend the GPU's driver.");
    }

    /**
     * Whether the engine failed because a device, or the process, has no memory left.
     *
     * @param failure thrown by a kernel or by an operation of DJL
     */
    public static boolean isOutOfMemory(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof EngineException
                && (message.contains("out of memory")
                        || message.contains("can't allocate memory")
                        || message.contains("not enough memory"));
    }

    /** Switches autograd and the profiling executor off for the calling thread. */
    public static void enterThread() {
        Engine.getEngine(ENGINE);
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
    }

    /** The most threads that one operation may use on the CPU: as many as the engine found, or was told. */
    public static synchronized int threads() {
        if (threads == 0) {
            Engine.getEngine(ENGINE);
            threads = JniUtils.getNumThreads();
        }
        return threads;
    }

    /**
     * Sets the most threads that one operation may use on the CPU, for the whole process.
     *
     * @throws IllegalArgumentException if {@code most < 1}
     */
    public static synchronized void setThreads(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("threads is " + most + ", expected at least 1");
        }
        Engine.getEngine(ENGINE);
        threads = most;
        JniUtils.setNumThreads(most);
    }

    /**
     * Sets the number of threads for what the calling thread does from now on.
     *
     * @param wanted as far as {@link #threads()} lets it
     */
    public static synchronized void useThreads(int wanted) {
        JniUtils.setNumThreads(Math.max(1, Math.min(wanted, threads())));
    }

    /** The number of threads that a device's name gives to a pack. */
    public static int threadsOf(String device) {
        return device.startsWith(SHARE)
                ? Math.max(1, threads() / Integer.parseInt(device.substring(SHARE.length())))
                : threads();
    }
}
