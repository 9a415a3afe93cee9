/**
 * From a caption or prompt to what the U-Net attends to: text repair, CLIP's tokenizer, chunks of 75
 * tokens, textual-inversion embeddings, and the text encoder. Depends on {@code
 * lorasweep.worker.safetensors} and the layers below it.
 */
@NullMarked
package lorasweep.worker.text;

import org.jspecify.annotations.NullMarked;
