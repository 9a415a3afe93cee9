package lorasweep.driver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import lorasweep.dispatch.PackReport;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.setting.NormalNumber;

/**
 * Ends packs that hold their device for too long: they are asked to save their state and stop; the cluster ends
 * those that do not, because they hang.
 */
final class TimeLimit {
    /** For what is under way, a step or the drawing of pictures, and for saving the states. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private static final double MILLIS_OF_AN_HOUR = 3.6e6;

    private final OptionalDouble hours;
    private final Clock clock;
    private final Map<Integer, Attempt> running = new HashMap<>();

    /** How far a pack's end has come. */
    private enum Stage {
        WORKS,
        ASKED,
        CANCELLED
    }

    private record Attempt(Instant begun, int trials, Stage stage) {}

    /**
     * A limit.
     *
     * @param hours for each trial of a pack; empty: none
     */
    TimeLimit(OptionalDouble hours, Clock clock) {
        this.hours = hours;
        this.clock = clock;
    }

    /** An attempt at a pack began. */
    void began(int pack, int trials) {
        running.put(pack, new Attempt(clock.instant(), trials, Stage.WORKS));
    }

    /** An attempt is over; what is to be said of it if it was this limit that ended it. */
    Optional<PackReport> ended(int pack) {
        return Optional.ofNullable(running.remove(pack))
                .filter(attempt -> attempt.stage() != Stage.WORKS)
                .map(attempt -> PackReport.failed(
                        FailureKind.TIMEOUT,
                        "it held its device for more than " + NormalNumber.text(hours.orElseThrow()) + " hours"
                                + (attempt.trials() == 1 ? "" : " for each of " + attempt.trials() + " trials")
                                + " (budget: trial_hours); raise it or train less, the next sweep run goes on from"
                                + " its last state."));
    }

    /**
     * Looks at the clock.
     *
     * @param stop asks a pack to stop
     * @param cancel ends one that was asked long ago
     */
    void watch(IntConsumer stop, IntConsumer cancel) {
        if (hours.isEmpty()) {
            return;
        }
        running.replaceAll((pack, attempt) -> {
            Instant end =
                    attempt.begun().plusMillis(Math.round(hours.getAsDouble() * MILLIS_OF_AN_HOUR * attempt.trials()));
            if (attempt.stage() == Stage.WORKS && clock.instant().isAfter(end)) {
                stop.accept(pack);
                return new Attempt(attempt.begun(), attempt.trials(), Stage.ASKED);
            }
            if (attempt.stage() == Stage.ASKED && clock.instant().isAfter(end.plus(GRACE))) {
                cancel.accept(pack);
                return new Attempt(attempt.begun(), attempt.trials(), Stage.CANCELLED);
            }
            return attempt;
        });
    }
}
