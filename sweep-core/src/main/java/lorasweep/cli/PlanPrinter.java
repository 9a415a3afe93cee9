package lorasweep.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import lorasweep.plan.Pack;
import lorasweep.plan.PlannedTrial;
import lorasweep.plan.SweepPlan;
import lorasweep.plan.SweepPlan.Estimate;
import lorasweep.preset.KohyaPreset;

/** Lays out a plan for a terminal. */
final class PlanPrinter {
    private static final int MOST_ROWS = 60;
    private static final double MEGABYTE = 1e6;
    private static final double GIBIBYTE = 1L << 30;

    private final SweepPlan plan;
    private final List<String> lines = new ArrayList<>();

    PlanPrinter(SweepPlan plan) {
        this.plan = plan;
    }

    List<String> lines() {
        lines.add(String.format(
                Locale.ROOT,
                "%s: %d trials in %d packs; %d cells left out",
                plan.grid().name(),
                plan.trials().size(),
                plan.packs().size(),
                plan.dropped().size()));
        plan.grid().preset().ifPresent(this::preset);
        images();
        steps();
        trials();
        packs();
        dropped();
        estimate();
        list("Notes", plan.notes());
        list("Warnings", plan.warnings());
        return List.copyOf(lines);
    }

    private void preset(KohyaPreset preset) {
        title("Preset " + preset.path());
        lines.addAll(PresetTable.of(preset));
    }

    private void images() {
        title("Images (counted by name; every image is opened and checked before the first step)");
        TextTable table = new TextTable("folder", "images", "repeats", "captions");
        plan.images().forEach((path, count) -> {
            if (count.isEmpty()) {
                table.row(path, "not known", "", "");
            } else {
                count.get()
                        .folders()
                        .forEach(folder -> table.row(
                                path + " / " + folder.name(), folder.images(), folder.repeats(), folder.captioned()));
            }
        });
        lines.addAll(table.lines());
    }

    private void steps() {
        Map<String, Integer> explanations = new LinkedHashMap<>();
        plan.trials()
                .forEach(trial ->
                        trial.steps().ifPresent(steps -> explanations.merge(steps.explanation(), 1, Integer::sum)));
        list(
                "Steps (held-out images taken out; one bucket assumed)",
                explanations.entrySet().stream()
                        .limit(MOST_ROWS)
                        .map(entry -> counted(entry.getValue(), "trial") + ": " + entry.getKey())
                        .toList());
    }

    private void trials() {
        title("Trials");
        Map<String, Integer> packs = new LinkedHashMap<>();
        plan.packs()
                .forEach(pack ->
                        pack.trials().forEach(trial -> packs.put(trial.id().text(), pack.number())));
        TextTable table = new TextTable("id", "pack", "steps", "settings that vary");
        for (PlannedTrial trial :
                plan.trials().subList(0, Math.min(MOST_ROWS, plan.trials().size()))) {
            table.row(trial.id(), packs.getOrDefault(trial.id().text(), 0), known(trial.knownSteps()), trial.name());
        }
        lines.addAll(table.lines());
        more(plan.trials().size());
    }

    private void packs() {
        title("Packs, in the order they are begun");
        TextTable table = new TextTable("pack", "trials", "steps", "memory", "ranks");
        for (int i = 0; i < Math.min(MOST_ROWS, plan.packs().size()); i++) {
            Pack pack = plan.packs().get(i);
            table.row(
                    pack.number(),
                    pack.trials().size(),
                    known(pack.steps()),
                    gibibytes(plan.estimate().packBytes().get(i)),
                    pack.trials().stream()
                            .map(trial -> trial.spec().network().networkDim())
                            .distinct()
                            .sorted()
                            .map(String::valueOf)
                            .collect(Collectors.joining(" ")));
        }
        lines.addAll(table.lines());
        more(plan.packs().size());
    }

    private void dropped() {
        list(
                "Left out",
                plan.dropped().stream()
                        .limit(MOST_ROWS)
                        .map(cell -> cell.name() + ": " + cell.reason())
                        .toList());
        more(plan.dropped().size());
    }

    private void estimate() {
        Estimate estimate = plan.estimate();
        title("Estimates, not measurements");
        lines.add("  time        "
                + (estimate.areStepsKnown()
                        ? String.format(
                                Locale.ROOT, "%.2f device hours if every trial were trained alone", estimate.gpuHours())
                        : "not known: the images could not be counted"));
        lines.add("  memory      at most "
                + gibibytes(estimate.packBytes().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0))
                + " per pack");
        lines.add(String.format(
                Locale.ROOT, "  disk        %.0f MB of LoRA files and resume states", estimate.diskBytes() / MEGABYTE));
        estimate.formulas().forEach(formula -> lines.add("    " + formula));
        if (estimate.pictures() > 0) {
            lines.add("  pictures    " + estimate.pictures() + " for each epoch that is drawn of");
        }
    }

    private void list(String title, List<String> items) {
        if (!items.isEmpty()) {
            title(title);
            items.forEach(item -> lines.add("  " + item));
        }
    }

    private void title(String title) {
        lines.add("");
        lines.add(title);
    }

    private void more(int count) {
        if (count > MOST_ROWS) {
            lines.add("  … and " + (count - MOST_ROWS) + " more; --json lists all");
        }
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String known(long steps) {
        return steps == 0 ? "?" : String.valueOf(steps);
    }

    private static String gibibytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE);
    }
}
