/**
 * A benchmark of the verdicts: trials trained for real on the demo's base, judged from four held-out
 * pictures, and labelled by an oracle with many more that the judging code never sees. Not part of the
 * product: it lives with the tests and is run by hand (docs/verdict-benchmark.md).
 */
@NullMarked
package lorasweep.worker.verdicts;

import org.jspecify.annotations.NullMarked;
