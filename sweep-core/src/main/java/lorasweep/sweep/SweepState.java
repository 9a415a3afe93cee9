package lorasweep.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lorasweep.analysis.Axis;
import lorasweep.analysis.Entry;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.result.TrialOutcome;
import lorasweep.setting.GivenSetting;
import lorasweep.sweep.SweepTrial.Status;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpecCodec;

/**
 * A sweep as its folder says it stands; reading never waits for the driver and never disturbs it.
 *
 * @param folder where it is
 * @param name the sweep's
 * @param axes what varies; their levels are in the order of the grid
 * @param trials in the order of the grid, then those that were removed from it
 * @param timeline who worked on what
 * @param history the whole ledger
 * @param settings what the grid file says for every trial, expressions as they are written; empty if the plan does
 *     not say
 * @param samples pictures that are drawn of every trial, if any
 */
public record SweepState(
        SweepFolder folder,
        String name,
        List<Axis> axes,
        List<SweepTrial> trials,
        Timeline timeline,
        List<LedgerEvent> history,
        List<GivenSetting> settings,
        Optional<SampleSettings> samples) {
    /** Copies the lists. */
    public SweepState {
        axes = List.copyOf(axes);
        trials = List.copyOf(trials);
        history = List.copyOf(history);
        settings = List.copyOf(settings);
    }

    /**
     * Reads a sweep.
     *
     * @throws lorasweep.trial.InvalidInputException if the folder is not a sweep's, or a file of it cannot
     *     be read
     * @throws IOException if reading fails
     */
    public static SweepState read(SweepFolder folder) throws IOException {
        List<LedgerEvent> history = Ledger.read(folder.ledgerFile());
        StoredPlan plan = StoredPlan.read(folder.planFile());
        Timeline timeline = Timeline.of(history);
        Map<TrialId, Integer> packs = new HashMap<>();
        timeline.packs().forEach(pack -> pack.trials().forEach(trial -> packs.put(trial, pack.pack())));
        Map<TrialId, Boolean> running = new HashMap<>();
        timeline.open().forEach(pack -> pack.trials().forEach(trial -> running.put(trial, true)));
        List<SweepTrial> trials = new ArrayList<>();
        for (StoredPlan.Trial trial : plan.trials()) {
            Optional<TrialOutcome> outcome = folder.trial(trial.id()).outcome();
            trials.add(new SweepTrial(
                    trial.spec(),
                    trial.id(),
                    trial.name(),
                    trial.levels(),
                    packs.getOrDefault(trial.id(), trial.pack()),
                    trial.steps(),
                    outcome.map(TrialOutcome::state)
                            .map(Status::of)
                            .orElse(running.containsKey(trial.id()) ? Status.RUNNING : Status.PLANNED),
                    outcome));
        }
        trials.addAll(removed(folder, history));
        return new SweepState(
                folder, plan.name(), plan.axes(), trials, timeline, history, plan.settings(), plan.samples());
    }

    private static List<SweepTrial> removed(SweepFolder folder, List<LedgerEvent> history) throws IOException {
        Map<TrialId, LedgerEvent.TrialRemoved> removed = new LinkedHashMap<>();
        for (LedgerEvent event : history) {
            if (event instanceof LedgerEvent.TrialRemoved gone) {
                removed.put(gone.trial(), gone);
            } else if (event instanceof LedgerEvent.TrialPlanned planned) {
                removed.remove(planned.trial());
            }
        }
        List<SweepTrial> trials = new ArrayList<>();
        for (LedgerEvent.TrialRemoved gone : removed.values()) {
            trials.add(new SweepTrial(
                    TrialSpecCodec.parse(gone.spec(), folder.ledgerFile().toString()),
                    gone.trial(),
                    gone.name(),
                    List.of(),
                    0,
                    0,
                    Status.REMOVED,
                    folder.trial(gone.trial()).outcome()));
        }
        return trials;
    }

    /** How many trials have a status. */
    public int count(Status status) {
        return (int) trials.stream().filter(trial -> trial.status() == status).count();
    }

    /**
     * The trials of the grid with their results, each read from its folder when it is asked for.
     *
     * @throws UncheckedIOException while iterating, if reading fails
     * @throws lorasweep.trial.InvalidInputException while iterating, if a file cannot be understood
     */
    public Iterable<Entry> entries() {
        return () -> results().iterator();
    }

    private Stream<Entry> results() {
        return trials.stream().filter(trial -> trial.status() != Status.REMOVED).map(this::entry);
    }

    private Entry entry(SweepTrial trial) {
        try {
            return new Entry(
                    trial.spec(), trial.levels(), folder.trial(trial.id()).read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the results say; the trials' files are read now. */
    public SweepAnalysis analysis() {
        return SweepAnalysis.of(axes, results().parallel());
    }
}
