package lorasweep.driver;

import lorasweep.sweep.LedgerEvent.RunEnd;

/** How a run ended, and how far the sweep is. */
public record SweepResult(RunEnd end, SweepProgress progress) {}
