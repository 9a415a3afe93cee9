package lorasweep.worker.train;

import java.util.List;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.lora.LoraTargets;
import lorasweep.worker.model.Layer;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.UNetLayers;

/**
 * The arithmetic of a U-Net for one sample, from its shapes: multiply-adds of one forward pass. Norms,
 * activations and additions are not counted.
 *
 * @param frozen of the base's matrix products and convolutions
 * @param attention of the two products of every attention, {@code q k^T} and {@code weights v}
 * @param adapters of the low-rank products at the default sites
 */
public record UNetFlops(long frozen, long attention, long adapters) {
    private static final int FLOPS_PER_MULTIPLY_ADD = 2;

    /**
     * Counts one forward pass.
     *
     * @param height of the latents
     * @param width of the latents
     * @param tokens text states that the U-Net attends to
     * @param rank of the adapters
     */
    public static UNetFlops of(UNetConfig config, int height, int width, int tokens, int rank) {
        Rows rows = new Rows(config, height, width, tokens);
        long frozen = 0;
        long attention = 0;
        for (Layer layer : UNetLayers.of(config)) {
            if (layer.kind() != Layer.Kind.NORM) {
                frozen += rows.of(layer.path()) * layer.in() * layer.out() * layer.kernel() * layer.kernel();
            }
            if (layer.path().endsWith(".to_q")) {
                long queries = rows.of(layer.path());
                long keys = rows.of(layer.path().replace(".to_q", ".to_k"));
                attention += 2 * queries * keys * layer.out();
            }
        }
        long adapters = 0;
        for (LoraSite site : LoraTargets.DEFAULT.of(config)) {
            adapters += rows.of(site.module()) * rank * (site.downRow() + site.out());
        }
        return new UNetFlops(frozen, attention, adapters);
    }

    /** Floating-point operations of a forward pass of one sample. */
    public long forward() {
        return FLOPS_PER_MULTIPLY_ADD * (frozen + attention + adapters);
    }

    /**
     * Floating-point operations of a training step of one sample: forward, and backward with respect to
     * all activations and the adapters' weights. Behind a frozen product one product goes back (to its
     * input), behind a product of two recorded factors two (to both), so frozen layers count twice,
     * attention and adapters three times. What a recomputation repeats is not counted.
     */
    public long trainingStep() {
        return FLOPS_PER_MULTIPLY_ADD * (2 * frozen + 3 * attention + 3 * adapters);
    }

    /** How often a layer's weights are applied in one pass: at image positions, text states or once. */
    private record Rows(UNetConfig config, int height, int width, int tokens) {

        long of(String module) {
            if (module.startsWith("time_embedding") || module.endsWith("time_emb_proj")) {
                return 1;
            }
            return module.matches(".*attn2\\.to_[kv]") ? tokens : positions(level(module));
        }

        private long positions(int level) {
            long h = height;
            long w = width;
            for (int i = 0; i < level; i++) {
                h = (h + 1) / 2;
                w = (w + 1) / 2;
            }
            return h * w;
        }

        /** The resolution of a module's output, 0 the finest. */
        private int level(String module) {
            List<String> path = List.of(module.split("\\."));
            int last = config.levels().size() - 1;
            return switch (path.get(0)) {
                case "down_blocks" ->
                    Integer.parseInt(path.get(1)) + (path.get(2).equals("downsamplers") ? 1 : 0);
                case "up_blocks" ->
                    last - Integer.parseInt(path.get(1)) - (path.get(2).equals("upsamplers") ? 1 : 0);
                case "mid_block" -> last;
                default -> 0;
            };
        }
    }
}
