/**
 * AUTOMATIC1111's prompt language: LoRA tags, emphasis, BREAK, and how a long prompt is cut into pieces
 * that the text encoder can take. Knows text and token ids, no tensors. Depends on {@code
 * lorasweep.trial} only.
 */
@NullMarked
package lorasweep.worker.prompt;

import org.jspecify.annotations.NullMarked;
