package lorasweep.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lorasweep.trial.TrialSpec;

/** Looks at what trains on this machine, without training. Found with {@link java.util.ServiceLoader}. */
public interface EngineCheck {
    /**
     * Starts the engine and its native library.
     *
     * @throws RuntimeException or an {@link Error} if it cannot be started, saying why
     */
    Engine start();

    /**
     * Tries what training needs of a device, a claim at a time; one that fails does not keep the others from
     * being tried. Takes seconds and little memory.
     *
     * @param device as in {@link PackWork}
     */
    List<Proof> prove(String device);

    /**
     * How many packs of trials like this one the processors are best shared by, each on an equal share of them: 1
     * where a pack keeps them all busy, more where its steps are so small that threads would wait for each other.
     *
     * @return 1 too if the trial's base cannot be read here
     */
    int sideBySide(TrialSpec trial);

    /**
     * What is wrong with the files of this machine that trials name: bases, datasets, captions. Images are decoded,
     * weights are not loaded.
     *
     * @param trials one for each base and dataset is enough
     * @param cacheFolder as in {@link PackWork}: remembers which images have been decoded
     * @return a line for each problem; none if all can be trained
     * @throws IOException if the cache cannot be written
     */
    List<String> problems(List<TrialSpec> trials, Path cacheFolder) throws IOException, InterruptedException;

    /**
     * What was tried.
     *
     * @param claim that was to be proven
     * @param isProven whether it holds
     * @param seen the numbers, or how it failed
     */
    record Proof(String claim, boolean isProven, String seen) {}

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
