package lorasweep.driver;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.Owner;
import lorasweep.trial.TrialId;

/**
 * Answers executors at once, from what the driver has decided before; what has to be thought about becomes a
 * note to the driver. Safe from any thread.
 */
public final class Referee {
    private final Consumer<Message> notes;
    private final Map<Integer, Owner> owners = new ConcurrentHashMap<>();
    private final Map<Moment, Answer> decisions = new ConcurrentHashMap<>();
    private final Set<Integer> stopping = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopping;
    private volatile boolean isClosed;

    private record Moment(TrialId trial, int epoch) {}

    /** A referee whose notes go to the driver. */
    Referee(Consumer<Message> notes) {
        this.notes = notes;
    }

    /** Answers a message in microseconds. */
    public Answer answer(Message message) {
        if (message instanceof Message.Claim claim) {
            return claim(claim);
        }
        if (!message.owner().equals(owners.get(message.owner().pack()))) {
            return Answer.ABORT;
        }
        if (message instanceof Message.Measured measured) {
            return measured(measured);
        }
        notes.accept(message);
        return isStopping || stopping.contains(message.owner().pack()) ? Answer.STOP_PACK : Answer.GO_ON;
    }

    private Answer claim(Message.Claim claim) {
        Owner owner = claim.owner();
        if (isStopping || isClosed) {
            return Answer.ABORT;
        }
        Owner now = owners.computeIfPresent(owner.pack(), (pack, old) -> owner.supersedes(old) ? owner : old);
        if (!owner.equals(now)) {
            return Answer.ABORT;
        }
        notes.accept(claim);
        return Answer.GO_ON;
    }

    private Answer measured(Message.Measured measured) {
        Answer known = decisions.putIfAbsent(new Moment(measured.trial(), measured.epoch()), Answer.PENDING);
        if (known == null) {
            notes.accept(measured);
        }
        return known == null ? Answer.PENDING : known;
    }

    /** Expects an attempt at a pack; those before it are not heard any more. */
    void expect(String run, int pack, int attempt) {
        stopping.remove(pack);
        owners.put(pack, new Owner(run, pack, attempt, -1));
    }

    /** Hears nobody about a pack any more. */
    void forget(int pack) {
        owners.remove(pack);
    }

    /** Says what becomes of a trial that was measured. */
    void decide(Message.Measured measured, Answer answer) {
        decisions.put(new Moment(measured.trial(), measured.epoch()), answer);
    }

    /** Gives out nothing any more; running packs go on. */
    void drain() {
        isClosed = true;
    }

    /** Asks a pack to stop. */
    void stop(int pack) {
        stopping.add(pack);
    }

    /** Asks every pack to stop. */
    void stop() {
        isStopping = true;
    }
}
