package lorasweep.sweep;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import lorasweep.result.TrialOutcome;
import lorasweep.trial.TrialId;
import org.jspecify.annotations.Nullable;

/** One line of the ledger: something that happened to a sweep, seen by its driver. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LedgerEvent.RunStarted.class, name = "run_started"),
    @JsonSubTypes.Type(value = LedgerEvent.RunEnded.class, name = "run_ended"),
    @JsonSubTypes.Type(value = LedgerEvent.TrialPlanned.class, name = "trial_planned"),
    @JsonSubTypes.Type(value = LedgerEvent.TrialRemoved.class, name = "trial_removed"),
    @JsonSubTypes.Type(value = LedgerEvent.TrialEnded.class, name = "trial_ended"),
    @JsonSubTypes.Type(value = LedgerEvent.TrialMeasured.class, name = "trial_measured"),
    @JsonSubTypes.Type(value = LedgerEvent.TrialAudited.class, name = "trial_audited"),
    @JsonSubTypes.Type(value = LedgerEvent.PackStarted.class, name = "pack_started"),
    @JsonSubTypes.Type(value = LedgerEvent.PackEnded.class, name = "pack_ended"),
    @JsonSubTypes.Type(value = LedgerEvent.PackRetried.class, name = "pack_retried"),
    @JsonSubTypes.Type(value = LedgerEvent.PackSplit.class, name = "pack_split"),
    @JsonSubTypes.Type(value = LedgerEvent.ExecutorJoined.class, name = "executor_joined"),
    @JsonSubTypes.Type(value = LedgerEvent.ExecutorLost.class, name = "executor_lost"),
})
public sealed interface LedgerEvent {
    /** When the driver saw it. */
    Instant at();

    /**
     * A driver began to work on the sweep.
     *
     * @param run names the driver's run; no two have the same
     * @param isResumed whether an earlier run had begun the sweep
     * @param trials how many trials the grid has
     */
    record RunStarted(Instant at, String run, String sweep, boolean isResumed, int trials) implements LedgerEvent {}

    /** A driver ended in order; a run without this line was killed, or runs. */
    record RunEnded(Instant at, String run, RunEnd end) implements LedgerEvent {}

    /** Why a run ended. */
    enum RunEnd {
        /** Every trial has an outcome. */
        DONE,
        /** The budget was used before all trials were begun. */
        BUDGET_REACHED,
        /** Somebody asked it to stop; the next run goes on. */
        INTERRUPTED
    }

    /** A trial is in the grid and was not before. */
    record TrialPlanned(Instant at, TrialId trial, String name) implements LedgerEvent {}

    /**
     * A trial was in the grid and is no more.
     *
     * @param spec its canonical JSON
     */
    record TrialRemoved(Instant at, TrialId trial, String name, String spec) implements LedgerEvent {}

    /**
     * A trial's outcome is in its folder.
     *
     * @param failure the kind of its failure; present exactly if it failed
     * @param reason what ended it, in one sentence; absent if it made all its steps
     */
    record TrialEnded(
            Instant at,
            TrialId trial,
            TrialOutcome.State state,
            TrialOutcome.@Nullable FailureKind failure,
            @Nullable String reason)
            implements LedgerEvent {}

    /**
     * A trial was measured on its probes.
     *
     * @param epoch epochs completed, from 1
     * @param train mean log(loss / base loss) on training images; absent if there are none
     * @param heldout the same on held-out images; absent if there are none
     */
    record TrialMeasured(
            Instant at,
            TrialId trial,
            int epoch,
            @Nullable Double train,
            @Nullable Double heldout) implements LedgerEvent {}

    /** A rule would have ended a trial that goes on, so that the rule can be judged. */
    record TrialAudited(Instant at, TrialId trial, int epoch, String rule, String reason) implements LedgerEvent {}

    /**
     * An executor began to work on a pack.
     *
     * @param pack its number
     * @param attempt how often it was begun in this run, from 1
     * @param trials those without an outcome
     * @param device as in {@link lorasweep.runner.PackWork}
     */
    record PackStarted(
            Instant at, int pack, int attempt, List<TrialId> trials, String executor, String host, String device)
            implements LedgerEvent {
        /** Copies the list. */
        public PackStarted {
            trials = List.copyOf(trials);
        }
    }

    /** An attempt at a pack is over. */
    record PackEnded(Instant at, int pack, int attempt, PackEnd end) implements LedgerEvent {}

    /** How an attempt at a pack ended. */
    enum PackEnd {
        /** Every trial has an outcome. */
        FINISHED,
        /** Stopped when asked to; it can go on. */
        STOPPED,
        /** It could not go on; what becomes of it is the next line. */
        FAILED
    }

    /** A pack is put back into the queue as it is. */
    record PackRetried(Instant at, int pack, TrialOutcome.FailureKind failure, String reason) implements LedgerEvent {}

    /**
     * The trials of a pack are put back into the queue in smaller packs.
     *
     * @param into the numbers of the new packs
     */
    record PackSplit(Instant at, int pack, List<Integer> into, TrialOutcome.FailureKind failure, String reason)
            implements LedgerEvent {
        /** Copies the list. */
        public PackSplit {
            into = List.copyOf(into);
        }
    }

    /** An executor is there. */
    record ExecutorJoined(Instant at, String executor, String host) implements LedgerEvent {}

    /** An executor went away. */
    record ExecutorLost(Instant at, String executor, String reason) implements LedgerEvent {}
}
