package lorasweep.dispatch;

/**
 * Who works on a pack: one attempt of one task. A pack has one owner at a time; an older one that wakes up
 * again is told to abort.
 *
 * @param run of the driver
 * @param pack its number
 * @param attempt how often the driver has given out the pack, from 1
 * @param taskAttempt how often the cluster has started the task again, from 0
 */
public record Owner(String run, int pack, int attempt, int taskAttempt) {
    /** Whether this one may take the pack from another. */
    public boolean supersedes(Owner other) {
        return run.equals(other.run)
                && pack == other.pack
                && (attempt > other.attempt || (attempt == other.attempt && taskAttempt > other.taskAttempt));
    }
}
