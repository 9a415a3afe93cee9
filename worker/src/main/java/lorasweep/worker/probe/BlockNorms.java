package lorasweep.worker.probe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.result.Measure;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.train.PackMeasures.Moment;

/** How far a LoRA moves each block of the U-Net and each layer of the text encoder. */
final class BlockNorms {
    private static final Pattern BLOCK =
            Pattern.compile("(?:down_blocks\\.\\d+|mid_block|up_blocks\\.\\d+|text_model\\.encoder\\.layers\\.\\d+)");

    private BlockNorms() {}

    /** The Frobenius norm over all adapters of a block, by diffusers' name of the block. */
    static Measure.Norms of(Moment moment, List<LoraAdapter> adapters) {
        Map<String, Double> squares = new TreeMap<>();
        for (LoraAdapter adapter : adapters) {
            double norm = adapter.norm();
            squares.merge(block(adapter.site().module()), norm * norm, Double::sum);
        }
        squares.replaceAll((block, square) -> Math.sqrt(square));
        return new Measure.Norms(moment.epoch(), moment.step(), squares);
    }

    /** The module's own name where it is in no block. */
    private static String block(String module) {
        Matcher block = BLOCK.matcher(module);
        return block.lookingAt() ? block.group() : module;
    }
}
