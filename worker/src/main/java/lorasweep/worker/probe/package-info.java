/**
 * What is measured of a trial while and after it is trained: losses on probes, the weight test, and how
 * its predictions answer to prompts. Sees a trial as a LoRA over the base, measures one trial at a
 * time, and shares no random number with training.
 *
 * <p>Depends on {@code train} for what a pack is measured with, on {@code sampling} for LoRAs with
 * multipliers, on the networks, and on the core's results and score.
 */
@NullMarked
package lorasweep.worker.probe;

import org.jspecify.annotations.NullMarked;
