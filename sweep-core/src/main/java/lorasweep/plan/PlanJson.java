package lorasweep.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import lorasweep.preset.PresetEntry;
import lorasweep.setting.NormalNumber;
import lorasweep.setting.SettingCatalog;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpecCodec;

/** A plan as JSON: what {@code plan --json} prints and what is kept beside a sweep's results. */
public final class PlanJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlanJson() {}

    /** The whole plan. */
    public static String text(SweepPlan plan) {
        ObjectNode root = NODES.objectNode();
        root.put("version", 1);
        root.put("name", plan.grid().name());
        ArrayNode axes = root.putArray("axes");
        plan.axes()
                .forEach(axis -> axes.addObject().put("setting", axis.setting()).set("levels", texts(axis.levels())));
        ObjectNode settings = root.putObject("settings");
        plan.grid().constants().forEach(given -> settings.set(given.name(), given.value()));
        plan.grid().samples().ifPresent(samples -> root.set("samples", samples(samples)));
        List<ToIntFunction<String>> numberings =
                plan.axes().stream().map(GridAxis::numbering).toList();
        ArrayNode trials = root.putArray("trials");
        plan.trials().forEach(trial -> trials.add(trial(trial, numberings)));
        ArrayNode packs = root.putArray("packs");
        for (int i = 0; i < plan.packs().size(); i++) {
            Pack pack = plan.packs().get(i);
            ObjectNode node = packs.addObject();
            node.put("number", pack.number());
            node.put("steps", pack.steps());
            node.put("memory_bytes", Math.round(plan.estimate().packBytes().get(i)));
            node.set(
                    "trials",
                    texts(pack.trials().stream().map(trial -> trial.id().text()).toList()));
        }
        ArrayNode dropped = root.putArray("left_out");
        plan.dropped()
                .forEach(cell -> dropped.addObject().put("name", cell.name()).put("reason", cell.reason()));
        root.set("images", images(plan));
        plan.grid().preset().ifPresent(preset -> {
            ArrayNode entries = root.putArray("preset");
            preset.entries().forEach(entry -> entries.add(presetEntry(entry)));
        });
        SweepPlan.Estimate estimate = plan.estimate();
        ObjectNode estimates = root.putObject("estimates")
                .put("device_hours", rounded(estimate.gpuHours()))
                .put("steps_known", estimate.areStepsKnown())
                .put("disk_bytes", Math.round(estimate.diskBytes()))
                .put("pictures_per_epoch", estimate.pictures());
        estimates.set("formulas", texts(estimate.formulas()));
        root.set("notes", texts(plan.notes()));
        root.set("warnings", texts(plan.warnings()));
        return root.toPrettyString();
    }

    private static ObjectNode trial(PlannedTrial trial, List<ToIntFunction<String>> numberings) {
        ObjectNode node = NODES.objectNode();
        node.put("id", trial.id().text());
        node.put("name", trial.name());
        ArrayNode levels = node.putArray("levels");
        for (int axis = 0; axis < numberings.size(); axis++) {
            levels.add(numberings.get(axis).applyAsInt(trial.written().get(axis)));
        }
        trial.steps().ifPresent(steps -> {
            node.put("steps", steps.totalSteps());
            node.put("epochs", steps.epochs());
        });
        node.put("file_bytes", LoraSize.fileBytes(trial.spec()));
        node.set("spec", TrialSpecCodec.tree(trial.spec()));
        return node;
    }

    private static ObjectNode samples(SampleSettings samples) {
        ObjectNode node = NODES.objectNode();
        node.setAll(SettingCatalog.of(SampleSettings.class).values(samples));
        return node;
    }

    private static ArrayNode images(SweepPlan plan) {
        ArrayNode images = NODES.arrayNode();
        plan.images().forEach((path, count) -> {
            ObjectNode node = images.addObject().put("path", path);
            Optional<ImageCount> known = count;
            known.ifPresent(listed -> {
                ArrayNode folders = node.putArray("folders");
                listed.folders()
                        .forEach(folder -> folders.addObject()
                                .put("name", folder.name())
                                .put("repeats", folder.repeats())
                                .put("images", folder.images())
                                .put("captioned", folder.captioned()));
            });
        });
        return images;
    }

    private static ObjectNode presetEntry(PresetEntry entry) {
        ObjectNode node = NODES.objectNode();
        node.put("entry", entry.written().name());
        node.put("value", entry.shownValue());
        node.put("use", entry.use().name().toLowerCase(Locale.ROOT));
        node.put("note", entry.note());
        return node;
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static BigDecimal rounded(double hours) {
        return NormalNumber.of(BigDecimal.valueOf(Math.round(hours * 1000), 3));
    }
}
