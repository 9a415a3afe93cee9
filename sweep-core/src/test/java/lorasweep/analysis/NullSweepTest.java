package lorasweep.analysis;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.ProbeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps in which nothing differs but chance, as chance is in really trained trials ({@link Replicates}). */
class NullSweepTest {
    private static final System.Logger LOG = System.getLogger(NullSweepTest.class.getName());
    private static final int SWEEPS = 100;
    private static final Replicates REPLICATES = Replicates.read();

    /** Two axes that change nothing, 4 by 3, with so many seeds. */
    private static SweepAnalysis analyse(int seeds, IntFunction<ProbeTable> trials) {
        List<Axis> axes = List.of(axis("unet_lr", 1e-4, 2e-4, 4e-4, 8e-4), axis("network_dim", 4, 8, 16));
        List<Entry> entries = new ArrayList<>();
        for (int rate = 0; rate < 4; rate++) {
            for (int rank = 0; rank < 3; rank++) {
                for (int seed = 1; seed <= seeds; seed++) {
                    Map<String, Object> settings = Map.of(
                            "unet_lr", 1e-4 * (1 << rate), "network_dim", 4 << rank, "network_alpha", 4, "seed", seed);
                    ProbeTable table = trials.apply(entries.size());
                    entries.add(new Entry(
                            SimulatedTrial.spec(settings, REPLICATES.epochs()),
                            List.of(rate, rank),
                            SimulatedTrial.result(table)));
                }
            }
        }
        return SweepAnalysis.of(axes, entries);
    }

    private static Axis axis(String setting, double... values) {
        List<Axis.Level> levels = new ArrayList<>();
        for (double value : values) {
            levels.add(new Axis.Level(String.valueOf(value), OptionalDouble.of(value)));
        }
        return new Axis(setting, levels);
    }

    private static boolean hasImportantEffect(SweepAnalysis analysis) {
        return analysis.importance().orElseThrow().effects().stream()
                .anyMatch(effect -> effect.weight() == Effect.Weight.IMPORTANT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void chanceHardlyEverWinsAndIsNeverImportant(int seeds) {
        int winners = 0;
        int important = 0;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            long key = sweep;
            SweepAnalysis analysis = analyse(seeds, trial -> REPLICATES.draw(key, trial));
            winners += analysis.leaderboard().hasClearWinner() ? 1 : 0;
            important += hasImportantEffect(analysis) ? 1 : 0;
        }
        LOG.log(INFO, "{0} seeds: {1} winners, {2} important effects in {3} sweeps", seeds, winners, important, SWEEPS);

        assertThat(winners).isLessThanOrEqualTo(SWEEPS / 20);
        assertThat(important).isZero();
    }

    /** The trials themselves, dealt to the grid's cells again and again. */
    @Test
    void realReplicatesHaveNoWinner() {
        int winners = 0;
        int important = 0;
        for (int deal = 0; deal < SWEEPS; deal++) {
            int[] order = RandomStream.of(deal, Purpose.DEMO, 1, 1).permutation(REPLICATES.size());
            SweepAnalysis analysis = analyse(1, trial -> REPLICATES.real(order[trial]));
            winners += analysis.leaderboard().hasClearWinner() ? 1 : 0;
            important += hasImportantEffect(analysis) ? 1 : 0;
        }
        LOG.log(INFO, "dealt: {0} winners, {1} important effects in {2} sweeps", winners, important, SWEEPS);

        assertThat(winners).isLessThanOrEqualTo(SWEEPS / 20);
        assertThat(important).isZero();
    }
}
