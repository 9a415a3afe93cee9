package lorasweep.driver;

import java.util.Optional;
import lorasweep.dispatch.PackOrder;
import lorasweep.plan.SweepPlan;
import lorasweep.store.RemoteSweep;
import lorasweep.sweep.SweepFolder;
import lorasweep.trial.TrialSpecCodec;

/**
 * What a run of the driver is to do.
 *
 * @param plan the trials and how they are packed
 * @param gridText the grid file, kept with the results
 * @param folder where the results go; what is there already is not done again
 * @param run a name that no other run has
 * @param runner as in {@link lorasweep.dispatch.PackOrder}
 * @param remote the sweep in another store, if the folder only stands for it
 */
public record SweepOrder(
        SweepPlan plan, String gridText, SweepFolder folder, String run, String runner, Optional<RemoteSweep> remote) {

    /** Results that go to a folder which driver and executors see. */
    public SweepOrder(SweepPlan plan, String gridText, SweepFolder folder, String run, String runner) {
        this(plan, gridText, folder, run, runner, Optional.empty());
    }

    /** What an executor is told of a pack. */
    PackOrder of(PendingPack pack) {
        return new PackOrder(
                run,
                pack.number(),
                pack.attempt(),
                pack.trials().stream()
                        .map(trial -> TrialSpecCodec.canonical(trial.spec()))
                        .toList(),
                PackOrder.samples(plan.grid().samples()),
                remote.map(RemoteSweep::trialsPlace)
                        .orElseGet(() -> folder.trialsFolder().toString()),
                remote.map(RemoteSweep::cachePlace)
                        .orElseGet(() -> folder.cacheFolder().toString()),
                runner);
    }

    /** A pack as people see it in Spark's pages. */
    String title(PendingPack pack) {
        String first = pack.trials().get(0).name();
        String more = pack.trials().size() == 1 ? "" : " and " + (pack.trials().size() - 1) + " more";
        return plan.grid().name() + ", pack " + pack.number() + ": " + first + more;
    }
}
