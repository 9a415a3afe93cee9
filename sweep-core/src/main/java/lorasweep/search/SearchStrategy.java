package lorasweep.search;

import java.util.Optional;
import lorasweep.grid.Cell;
import lorasweep.grid.SearchSettings;
import lorasweep.grid.SearchSpace;

/**
 * Chooses cells to train. Whoever uses it asks until it has no answer, or until enough cells were
 * accepted: a cell may be refused because it is excluded or was had before. Not safe between threads.
 */
public interface SearchStrategy {

    /** The next cell; empty if there is none, at least until something more is told. */
    Optional<Cell> ask();

    /**
     * Says how a cell turned out. Strategies that do not learn take no notice.
     *
     * @param cell as it was asked for
     * @param score its best score, less is better; NaN if the trial failed or diverged
     */
    default void tell(Cell cell, double score) {}

    /** The strategy a grid file names. */
    static SearchStrategy of(SearchSettings settings, SearchSpace space) {
        return switch (settings.strategy()) {
            case GRID -> new GridSearch(space);
            case RANDOM -> new RandomSearch(space, settings.seed());
            case SOBOL -> new SobolSearch(space, settings.seed());
        };
    }
}
