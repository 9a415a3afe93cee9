package lorasweep.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import lorasweep.grid.GridFile;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpec;

/**
 * What a grid file will do.
 *
 * @param grid the file
 * @param axes what varies, in the order of the grid
 * @param trials in the order of the grid; seeds move fastest
 * @param dropped cells that are not trained, each with its reason
 * @param packs in the order they are begun
 * @param images image counts by dataset folder; empty where a folder cannot be listed from here
 * @param estimate of time, memory and disk
 * @param warnings what will probably disappoint
 * @param notes what the user should know although nothing must be fixed
 */
public record SweepPlan(
        GridFile grid,
        List<GridAxis> axes,
        List<PlannedTrial> trials,
        List<DroppedCell> dropped,
        List<Pack> packs,
        Map<String, Optional<ImageCount>> images,
        Estimate estimate,
        List<String> warnings,
        List<String> notes) {

    /**
     * What the plan will cost, by the formulas of {@link CostModel}.
     *
     * @param gpuHours device hours if every trial were trained alone
     * @param packBytes device memory of each pack, in the order of the packs
     * @param diskBytes LoRA files and resume states
     * @param pictures pictures to draw, for each epoch that is drawn of
     * @param areStepsKnown whether the images could be counted; if not, time is left out
     * @param formulas how the figures were got, one line each
     */
    public record Estimate(
            double gpuHours,
            List<Double> packBytes,
            double diskBytes,
            long pictures,
            boolean areStepsKnown,
            List<String> formulas) {}

    /** Plans a grid for one device; see {@link #of(GridFile, Assumptions, ToIntFunction)}. */
    public static SweepPlan of(GridFile grid, Assumptions assumptions) {
        return of(grid, assumptions, trials -> 1);
    }

    /**
     * Plans a grid. Lists dataset folders; opens no image and no model.
     *
     * @param places how many packs of these trials are trained at a time, at least 1; automatic packs are made so that
     *     all places have work
     * @throws lorasweep.trial.InvalidInputException if the grid is too large or a cell is not a trial
     */
    public static SweepPlan of(GridFile grid, Assumptions assumptions, ToIntFunction<List<PlannedTrial>> places) {
        return of(grid, assumptions, places, FolderListing.LOCAL);
    }

    /**
     * Plans a grid whose datasets are listed in a given way.
     *
     * @throws lorasweep.trial.InvalidInputException as {@link #of(GridFile, Assumptions, ToIntFunction)}
     */
    public static SweepPlan of(
            GridFile grid, Assumptions assumptions, ToIntFunction<List<PlannedTrial>> places, FolderListing listing) {
        DatasetCounts datasets = new DatasetCounts(listing);
        GridExpansion expansion = GridExpansion.of(grid, datasets);
        List<PlannedTrial> trials = expansion.trials();
        CostModel costs = new CostModel(assumptions);
        OptionalInt limit = grid.pack().size().limit();
        List<Pack> packs = limit.isPresent()
                ? PackPlanner.pack(trials, trial -> limit.getAsInt(), 1)
                : PackPlanner.pack(trials, costs::mostTogether, places.applyAsInt(trials));
        return new SweepPlan(
                grid,
                expansion.axes(),
                trials,
                expansion.dropped(),
                packs,
                datasets.all(),
                estimate(grid, trials, packs, datasets, costs),
                new PlanWarnings(grid, trials, datasets).all(),
                expansion.notes());
    }

    /** What is trained. */
    public List<TrialSpec> specs() {
        return trials.stream().map(PlannedTrial::spec).toList();
    }

    private static Estimate estimate(
            GridFile grid, List<PlannedTrial> trials, List<Pack> packs, DatasetCounts datasets, CostModel costs) {
        double seconds = trials.stream()
                .mapToDouble(trial ->
                        costs.seconds(trial, datasets.heldout(trial.spec()).orElse(0)))
                .sum();
        return new Estimate(
                seconds / 3600,
                packs.stream().map(pack -> costs.packBytes(pack.trials())).toList(),
                trials.stream().mapToDouble(CostModel::diskBytes).sum(),
                trials.size()
                        * grid.samples().map(SampleSettings::picturesPerEpoch).orElse(0L),
                trials.stream().allMatch(trial -> trial.steps().isPresent()),
                costs.formulas());
    }
}
