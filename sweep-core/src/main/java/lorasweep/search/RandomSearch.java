package lorasweep.search;

import java.util.Optional;
import lorasweep.grid.Cell;
import lorasweep.grid.SearchSpace;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;

/** Cells drawn independently and uniformly along every axis; never ends. */
public final class RandomSearch implements SearchStrategy {
    private final SearchSpace space;
    private final long seed;
    private long next;

    /** A search whose n-th cell depends on the seed and n alone. */
    public RandomSearch(SearchSpace space, long seed) {
        this.space = space;
        this.seed = seed;
    }

    @Override
    public Optional<Cell> ask() {
        RandomStream random = RandomStream.of(seed, Purpose.SEARCH, next++);
        double[] point = new double[space.dimensions().size()];
        for (int d = 0; d < point.length; d++) {
            point[d] = random.nextDouble();
        }
        return Optional.of(space.at(point));
    }
}
