package lorasweep.search;

import java.util.Optional;
import lorasweep.grid.Cell;
import lorasweep.grid.SearchSpace;

/** Every cell of the grid once, in the order of the file: the last axis moves fastest. */
public final class GridSearch implements SearchStrategy {
    private final SearchSpace space;
    private final long size;
    private long next;

    /**
     * A search of a finite space.
     *
     * @throws IllegalArgumentException if an axis is an interval
     * @throws ArithmeticException if the number of cells does not fit in 64 bits
     */
    public GridSearch(SearchSpace space) {
        this.space = space;
        this.size = space.size()
                .orElseThrow(() -> new IllegalArgumentException("a grid needs axes with a number of values"))
                .longValueExact();
    }

    @Override
    public Optional<Cell> ask() {
        return next < size ? Optional.of(space.at(next++)) : Optional.empty();
    }
}
