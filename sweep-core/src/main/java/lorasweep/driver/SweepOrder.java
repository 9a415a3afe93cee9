package lorasweep.driver;

import lorasweep.plan.SweepPlan;
import lorasweep.sweep.SweepFolder;

/**
 * What a run of the driver is to do.
 *
 * @param plan the trials and how they are packed
 * @param gridText the grid file, kept with the results
 * @param folder where the results go; what is there already is not done again
 * @param run a name that no other run has
 * @param runner as in {@link lorasweep.dispatch.PackOrder}
 */
public record SweepOrder(SweepPlan plan, String gridText, SweepFolder folder, String run, String runner) {}
