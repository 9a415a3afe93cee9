package lorasweep.driver;

import java.util.function.Consumer;
import lorasweep.dispatch.PackOrder;
import lorasweep.dispatch.PackReport;

/** Processes that work on packs. */
public interface Cluster extends AutoCloseable {
    /** Hears what a cluster has to say; safe from any thread, and quick. */
    interface Listener {
        /** A process came. */
        void joined(String executor, String host);

        /** A process went away. */
        void lost(String executor, String reason);

        /** The whole cluster went away; nothing can be begun any more. */
        void gone(String reason);
    }

    /**
     * Starts a pack as soon as there is a place for it; packs submitted earlier go first.
     *
     * @param title for people
     * @param done called once, from any thread: with the executor's report, or one with {@link
     *     lorasweep.result.TrialOutcome.FailureKind#LOST_EXECUTOR} if there is none
     */
    void submit(PackOrder order, String title, Consumer<PackReport> done);

    /**
     * Ends a pack whether it listens or not, as far as that can be done from outside; its report says that its
     * executor was lost. One that is not there any more is none of its business.
     */
    void cancel(int pack);

    /** How many packs it wants to have at a time, waiting ones included. */
    int capacity();

    /** Ends it; packs that still run are lost. */
    @Override
    void close();
}
