package lorasweep.runner;

import java.util.List;

/** Looks at what trains on this machine, without training. Found with {@link java.util.ServiceLoader}. */
public interface EngineCheck {
    /**
     * Starts the engine and its native library.
     *
     * @throws RuntimeException or an {@link Error} if it cannot be started, saying why
     */
    Engine start();

    /**
     * A started engine.
     *
     * @param name with its version
     * @param gpus one for each that it can use
     */
    record Engine(String name, List<Gpu> gpus) {
        /** Copies the list. */
        public Engine {
            gpus = List.copyOf(gpus);
        }
    }

    /**
     * A GPU.
     *
     * @param device as in {@link PackWork}
     * @param memoryBytes all its memory
     */
    record Gpu(String device, long memoryBytes) {}
}
