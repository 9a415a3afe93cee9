package lorasweep.worker.verdicts;

import lorasweep.result.TrialResult;
import lorasweep.trial.TrialSpec;

/**
 * A trial of the benchmark with all that was measured of it.
 *
 * @param result what it left, more than judges see of it: the further epochs, and pictures of all draws
 * @param checkpoints what was measured of its LoRAs, draw by draw
 * @param oracle what is true
 */
record TrialRecord(TrialSpec spec, TrialResult result, CheckpointFile checkpoints, OracleFile oracle) {}
