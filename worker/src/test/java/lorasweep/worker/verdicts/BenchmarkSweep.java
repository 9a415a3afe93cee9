package lorasweep.worker.verdicts;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lorasweep.trial.TrialSpec;

/**
 * One sweep of the benchmark: the recipes on so many pictures of a subject.
 *
 * @param root holds a folder for every sweep
 */
record BenchmarkSweep(Path root, Path base, Subject subject, int images, BenchmarkSize size) {
    /** Name of the sweep and of its folder. */
    String name() {
        return name(subject, images);
    }

    /** Name of the sweep of a subject with so many pictures. */
    static String name(Subject subject, int images) {
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

    /** Every loss that the oracle measured. */
    OracleFolder oracle() {
        return new OracleFolder(folder().resolve(size.oracleName()), size.oracleTimesteps());
    }

    /** Everything the oracle found out about a trial. */
    Path oracle(TrialSpec spec) {
        return folder().resolve(size.oracleName()).resolve(spec.id() + ".json");
    }

    /** What was measured of a trial for judges and for the reference trainer's validation. */
    Path checkpoints(TrialSpec spec) {
        return folder().resolve("checkpoints").resolve(spec.id() + ".json");
    }

    /** A trial's own folder. */
    Path folder(TrialSpec spec) {
        return trials().resolve(spec.id().toString());
    }

    /** The trials, as the benchmark trains them: beyond the epochs that the judges see. */
    List<TrialSpec> specs() {
        return size.recipes().stream().map(this::spec).toList();
    }

    private TrialSpec spec(BenchmarkSize.Recipe recipe) {
        return TrialSpec.of(settings(recipe, collection().heldOut(), 4, 2));
    }

    /** The trial whose held-out pictures are the oracle's; it measures at points of its own. */
    TrialSpec ofOracle() {
        return TrialSpec.of(settings(size.recipes().get(0), collection().oracle(), 1, 1));
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
