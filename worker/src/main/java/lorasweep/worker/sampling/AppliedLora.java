package lorasweep.worker.sampling;

import java.util.List;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.model.Part;

/**
 * A LoRA and how strongly it acts.
 *
 * @param adapters of both networks
 * @param textEncoder multiplier of the text encoder's adapters; 1 as trained
 * @param unet multiplier of the U-Net's adapters
 */
public record AppliedLora(List<LoraAdapter> adapters, double textEncoder, double unet) {
    public AppliedLora {
        adapters = List.copyOf(adapters);
    }

    /** What an adapter's {@code up(down(x))} is multiplied by. */
    double scale(LoraAdapter adapter) {
        double multiplier = adapter.site().part() == Part.TEXT_ENCODER ? textEncoder : unet;
        return multiplier * adapter.alpha() / adapter.rank();
    }
}
