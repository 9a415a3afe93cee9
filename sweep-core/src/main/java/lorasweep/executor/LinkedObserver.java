package lorasweep.executor;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.DriverLink;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.Owner;
import lorasweep.result.Curve;
import lorasweep.result.StepRecord;
import lorasweep.result.TrialOutcome;
import lorasweep.runner.PackObserver;
import lorasweep.search.ScoreBoard;
import lorasweep.trial.TrialId;
import org.jspecify.annotations.Nullable;

/**
 * Tells the driver how a pack gets on, and the pack what the driver says.
 *
 * <p>The right to go on is a lease that each answer of the driver renews. A process that was frozen wakes
 * up with an old answer: before its next step it asks whether the pack is still its own.
 */
final class LinkedObserver implements PackObserver {
    /** How old an answer may be before a step is made without asking again. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final int ASK_AGAIN_MILLIS = 5;
    private static final int MOST_QUESTIONS = 2000;

    private final DriverLink link;
    private final Owner owner;
    private final Clock clock;
    private final Map<TrialId, Message.Progress> news = new ConcurrentHashMap<>();
    private volatile Answer last = Answer.GO_ON;
    private volatile Instant answered;

    LinkedObserver(DriverLink link, Owner owner, Clock clock) {
        this.link = link;
        this.owner = owner;
        this.clock = clock;
        this.answered = clock.instant();
    }

    /** Whether another owner has the pack. */
    boolean isAborted() {
        return last.kind() == Answer.Kind.ABORT;
    }

    /** Asks the driver whether the pack is still this owner's; not if it cannot be reached. */
    boolean isOwner() {
        try {
            Answer answer = link.ask(new Message.Beat(owner, List.of()));
            answered = clock.instant();
            if (answer.kind() == Answer.Kind.ABORT) {
                last = answer;
            }
            return answer.kind() != Answer.Kind.ABORT;
        } catch (IOException unreachable) {
            return false;
        }
    }

    /** Tells the driver what is new; a driver that cannot be reached is asked again later. */
    void beat() {
        var progress = news.values().stream().toList();
        progress.forEach(sent -> news.remove(sent.trial(), sent));
        ask(new Message.Beat(owner, progress));
    }

    @Override
    public void stepped(TrialId trial, StepRecord record) {
        news.put(
                trial,
                new Message.Progress(trial, record.step(), record.values().getOrDefault(Curve.LOSS, Double.NaN)));
    }

    @Override
    public Optional<String> measured(TrialId trial, int epoch, ScoreBoard.Score score) {
        Message question = new Message.Measured(owner, trial, epoch, boxed(score.train()), boxed(score.heldout()));
        Answer answer = Answer.PENDING;
        for (int asked = 0; asked < MOST_QUESTIONS && answer.kind() == Answer.Kind.PENDING; asked++) {
            answer = ask(question);
            if (answer.kind() == Answer.Kind.PENDING && !wait(ASK_AGAIN_MILLIS)) {
                break;
            }
        }
        return answer.kind() == Answer.Kind.STOP_TRIAL ? Optional.of(answer.reason()) : Optional.empty();
    }

    @Override
    public void ended(TrialId trial, TrialOutcome outcome) {
        ask(new Message.Ended(owner, trial));
    }

    @Override
    public boolean isStopRequested() {
        if (Duration.between(answered, clock.instant()).compareTo(LEASE) > 0) {
            beat();
            if (Duration.between(answered, clock.instant()).compareTo(LEASE) > 0) {
                return true;
            }
        }
        return last.kind() == Answer.Kind.STOP_PACK || isAborted();
    }

    /** The driver's answer; to a driver that cannot be reached, what it said last. */
    private Answer ask(Message message) {
        try {
            Answer answer = link.ask(message);
            answered = clock.instant();
            if (answer.kind() == Answer.Kind.ABORT || answer.kind() == Answer.Kind.STOP_PACK) {
                last = answer;
            }
            return answer;
        } catch (IOException unreachable) {
            return last;
        }
    }

    /** Whether the time has passed without an interrupt. */
    private static boolean wait(int millis) {
        try {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static @Nullable Double boxed(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
