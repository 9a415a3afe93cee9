package lorasweep.search;

import java.util.Optional;
import lorasweep.grid.Cell;
import lorasweep.grid.SearchSpace;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Cells spread more evenly than by chance: a Sobol sequence, moved as a whole by a random shift modulo 1
 * (Cranley and Patterson, 1976), so that another seed gives another sequence as even. Never ends.
 */
public final class SobolSearch implements SearchStrategy {
    private final SearchSpace space;
    private final SobolSequenceGenerator sequence;
    private final double[] shift;

    /**
     * A search of a space with at least one axis.
     *
     * @throws org.apache.commons.math3.exception.OutOfRangeException if there is no axis, or more than 1000
     */
    public SobolSearch(SearchSpace space, long seed) {
        this.space = space;
        this.sequence = new SobolSequenceGenerator(space.dimensions().size());
        this.shift = new double[space.dimensions().size()];
        RandomStream random = RandomStream.of(seed, Purpose.SEARCH);
        for (int d = 0; d < shift.length; d++) {
            shift[d] = random.nextDouble();
        }
    }

    @Override
    public Optional<Cell> ask() {
        double[] point = sequence.nextVector();
        for (int d = 0; d < point.length; d++) {
            point[d] = (point[d] + shift[d]) % 1;
        }
        return Optional.of(space.at(point));
    }
}
