package lorasweep.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small sweeps of the demo's base; their paths are those of this machine. */
final class Demo {
    private Demo() {}

    /** Writes a grid of one trial for each learning rate, in packs of two. */
    static Path grid(Path folder, String name, String learningRates) throws IOException {
        Path demo = Project.ROOT.resolve("grids/demo");
        return Files.writeString(folder.resolve(name + ".yaml"), """
                version: 1
                name: %s
                base: %s
                dataset:
                  path: %s
                  heldout: { path: %s }
                train: { resolution: 64, enable_bucket: false, train_batch_size: 2, max_train_steps: 8, network_dim: 4 }
                grid:
                  unet_lr: %s
                seeds: [1]
                probes: { timesteps: 1, noises: 1, train_images: 2 }
                pack: 2
                """.formatted(
                        name, demo.resolve("base"), demo.resolve("train"), demo.resolve("heldout"), learningRates));
    }
}
