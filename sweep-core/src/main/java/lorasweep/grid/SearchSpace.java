package lorasweep.grid;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.setting.GivenSetting;

/**
 * All cells of a grid, as the product of its dimensions.
 *
 * @param dimensions in the order of the file; the first one moves slowest
 * @param place the file's name
 */
public record SearchSpace(List<Dimension> dimensions, String place) {

    /** Copies the list. */
    public SearchSpace {
        dimensions = List.copyOf(dimensions);
    }

    /** The settings that vary, in the order of the file. */
    public List<String> settings() {
        return dimensions.stream()
                .flatMap(dimension -> dimension.settings().stream())
                .toList();
    }

    /** How many cells there are; empty if a dimension is an interval. */
    public Optional<BigInteger> size() {
        BigInteger size = BigInteger.ONE;
        for (Dimension dimension : dimensions) {
            if (!(dimension instanceof Dimension.Listed listed)) {
                return Optional.empty();
            }
            size = size.multiply(BigInteger.valueOf(listed.rows().size()));
        }
        return Optional.of(size);
    }

    /**
     * A cell by its number.
     *
     * @param index from 0 to below {@link #size()}; the last dimension moves fastest
     * @throws IllegalStateException if a dimension is an interval
     */
    public Cell at(long index) {
        List<GivenSetting> values = new ArrayList<>();
        long rest = index;
        for (int d = dimensions.size() - 1; d >= 0; d--) {
            if (!(dimensions.get(d) instanceof Dimension.Listed listed)) {
                throw new IllegalStateException("a space with an interval has no numbered cells");
            }
            int rows = listed.rows().size();
            values.addAll(0, listed.rows().get((int) (rest % rows)));
            rest /= rows;
        }
        return new Cell(values, place);
    }

    /**
     * The cell at a point.
     *
     * @param point a share in [0, 1) per dimension
     */
    public Cell at(double[] point) {
        List<GivenSetting> values = new ArrayList<>();
        for (int d = 0; d < dimensions.size(); d++) {
            values.addAll(dimensions.get(d).at(point[d]));
        }
        return new Cell(values, place);
    }
}
