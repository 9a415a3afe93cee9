package lorasweep.worker.lora;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a LoRA's weights are, in a few lines.
 *
 * @param modules number of adapted layers
 * @param parameters trained numbers, not counting alphas
 * @param groups by network and kind of block, rank and alpha
 * @param blocks in the order in which the model runs them
 * @param unknown tensors that are no part of a LoRA
 */
public record LoraSummary(int modules, long parameters, List<Group> groups, List<Block> blocks, List<String> unknown) {

    /**
     * Modules that have rank and alpha in common.
     *
     * @param name network and kind of block
     * @param modules how many
     * @param rank of each
     * @param alpha of each
     * @param scale alpha / rank
     */
    public record Group(String name, int modules, int rank, double alpha, double scale) {}

    /**
     * A block of the model.
     *
     * @param name for example {@code up_blocks.1} or {@code text encoder layer 3}
     * @param modules adapted layers in it
     * @param norm Frobenius norm of all its weight changes together
     * @param largest the norm of the module that changes most
     * @param largestModule that module's name
     */
    public record Block(String name, int modules, double norm, double largest, String largestModule) {}

    /** Reads all weights of a file and sums them up. */
    public static LoraSummary of(LoraFile file) {
        Map<List<Object>, Group> groups = new LinkedHashMap<>();
        Map<Integer, Block> blocks = new TreeMap<>();
        for (LoraModule module : file.modules()) {
            Place place = Place.of(module.name());
            groups.merge(
                    List.of(place.kind(), module.rank(), module.alpha()),
                    new Group(place.kind(), 1, module.rank(), module.alpha(), module.scale()),
                    (one, other) -> new Group(one.name(), one.modules() + 1, one.rank(), one.alpha(), one.scale()));
            double norm = WeightNorm.frobenius(file.up(module), file.down(module), module.rank(), module.scale());
            blocks.merge(place.order(), new Block(place.block(), 1, norm, norm, module.name()), LoraSummary::together);
        }
        List<Group> sorted = new ArrayList<>(groups.values());
        sorted.sort(Comparator.comparing(Group::name).thenComparing(Group::rank).thenComparing(Group::alpha));
        return new LoraSummary(
                file.modules().size(),
                file.modules().stream().mapToLong(LoraModule::parameters).sum(),
                sorted,
                List.copyOf(blocks.values()),
                file.unknown());
    }

    private static Block together(Block one, Block other) {
        Block larger = one.largest() >= other.largest() ? one : other;
        return new Block(
                one.name(),
                one.modules() + other.modules(),
                Math.hypot(one.norm(), other.norm()),
                larger.largest(),
                larger.largestModule());
    }
}
