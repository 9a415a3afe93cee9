package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lorasweep.result.ProbeTable;
import lorasweep.result.TrialFolder;
import lorasweep.trial.TrialSpec;

/**
 * One sweep of the benchmark: the recipes on so many pictures of a subject.
 *
 * @param root holds a folder for every sweep
 */
record BenchmarkSweep(Path root, Path base, Subject subject, int images, BenchmarkSize size) {
    /** Name of the sweep and of its folder. */
    String name() {
        return "%s-%02d".formatted(subject.name().toLowerCase(Locale.ROOT), images);
    }

    Path folder() {
        return root.resolve(name());
    }

    Collection collection() {
        return new Collection(folder().resolve("pictures"), subject);
    }

    Path trials() {
        return folder().resolve("trials");
    }

    /** Everything the oracle found out about a trial. */
    Path oracle(TrialSpec spec) {
        return folder().resolve(size.oracleName()).resolve(spec.id() + ".json");
    }

    /** The same from FULL, where {@link CloseLabels} had to know. */
    Path fullOracle(TrialSpec spec) {
        return folder().resolve(BenchmarkSize.FULL.oracleName()).resolve(spec.id() + ".json");
    }

    /** The most that is known of a trial. */
    OracleFile truth(TrialSpec spec) throws IOException {
        return OracleFile.read(Files.exists(fullOracle(spec)) ? fullOracle(spec) : oracle(spec));
    }

    /** What judges see of a trial. */
    ProbeTable probes(TrialSpec spec) throws IOException {
        return TrialFolder.at(trials().resolve(spec.id().toString()))
                .read()
                .probes()
                .orElseThrow();
    }

    /** The trials, as the benchmark trains them: beyond the epochs that the judges see. */
    List<TrialSpec> specs() {
        return size.recipes().stream().map(this::spec).toList();
    }

    private TrialSpec spec(BenchmarkSize.Recipe recipe) {
        return TrialSpec.of(settings(recipe, collection().heldOut(), 4, 2));
    }

    /** The trial whose held-out pictures are the oracle's. */
    TrialSpec ofOracle() {
        return TrialSpec.of(
                settings(size.recipes().get(0), collection().oracle(), size.oracleTimesteps(), size.oracleNoises()));
    }

    private Map<String, Object> settings(BenchmarkSize.Recipe recipe, Path heldOut, int timesteps, int noises) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("pretrained_model_name_or_path", base.toString());
        settings.put("train_data_dir", collection().train().toString());
        settings.put("heldout_path", heldOut.toString());
        settings.put("output_name", "lora");
        settings.put("save_precision", "fp32");
        settings.put("resolution", "64");
        settings.put("enable_bucket", false);
        settings.put("train_batch_size", size.batch());
        settings.put("max_train_epochs", size.epochs() + size.further());
        settings.put("lr_scheduler", "constant");
        settings.put("network_dim", 16);
        settings.put("network_alpha", 16);
        settings.put("unet_lr", recipe.rate());
        settings.put("text_encoder_lr", 0);
        settings.put("seed", recipe.seed());
        settings.put("probe_timesteps", timesteps);
        settings.put("probe_noises", noises);
        settings.put("probe_train_images", 4);
        settings.put("probe_every_epochs", 1);
        return settings;
    }
}
