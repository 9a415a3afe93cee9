/**
 * Repeatable benchmarks: a training-like step, loading a base model, sampling. They compute what the
 * product computes, on a model of the user's or on one with made-up weights, and say how much of the
 * machine they reached. Others time whole trials, whole sweeps, and the logs. Depends on the networks, {@code lora}, {@code model}, {@code diffusion},
 * {@code safetensors}, {@code torch}, and on the core's random streams, trial settings, results and port. Besides
 * {@code cli} the only package that reads clocks and the process's own figures.
 */
@NullMarked
package lorasweep.worker.bench;

import org.jspecify.annotations.NullMarked;
