/**
 * LoRA: which layers take an adapter, and adapters as files in kohya's and other tools' formats.
 * Depends on {@code worker.model}, {@code worker.safetensors}, {@code lorasweep.trial} and Jackson.
 */
@NullMarked
package lorasweep.worker.lora;

import org.jspecify.annotations.NullMarked;
