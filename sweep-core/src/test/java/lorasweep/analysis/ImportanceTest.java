package lorasweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lorasweep.result.Losses;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import org.junit.jupiter.api.Test;

/** A learning rate that matters and a rank that does not, on top of the chance of really trained trials. */
class ImportanceTest {
    private static final Replicates CHANCE = Replicates.read();
    private static final double[] RATES = {1e-4, 2e-4, 4e-4, 8e-4};
    private static final int[] RANKS = {4, 8, 16};
    private static final double[] LOSS_BY_RATE = {1.5, 1.2, 1, 1.3};

    private static final double BROKEN = 1e4;
    private static final int LAST = RATES.length * RANKS.length - 1;

    @Test
    void theAxisThatMattersIsImportantAndTheOtherIsNot() {
        Importance found = importance(sweep());
        assertThat(found.broken()).isZero();
        assertThat(found.effects()).anySatisfy(effect -> {
            assertThat(effect.settings()).containsExactly("unet_lr");
            assertThat(effect.weight()).isEqualTo(Effect.Weight.IMPORTANT);
            assertThat(effect.share()).isGreaterThan(0.8);
        });
        assertThat(found.effects()).anySatisfy(effect -> {
            assertThat(effect.settings()).containsExactly("network_dim");
            assertThat(effect.weight()).isEqualTo(Effect.Weight.NONE_SHOWN);
        });
    }

    @Test
    void aBrokenTrialChangesNothingButIsCounted() {
        List<Entry> broken = sweep();
        broken.set(LAST, entry(RATES.length - 1, RANKS.length - 1, 1, BROKEN));
        List<Entry> without = sweep().subList(0, LAST);
        Importance found = importance(broken);
        assertThat(found.broken()).isEqualTo(1);
        Importance expected = importance(without);
        assertThat(found.effects()).isEqualTo(expected.effects());
        assertThat(found.unexplained()).isEqualTo(expected.unexplained());
        assertThat(found.method()).isEqualTo(Importance.Method.GRID_WITH_HOLES);
    }

    @Test
    void aRecipeThatBreaksWithEachSeedDoesNotRaiseTheNoiseFloor() {
        List<Entry> works = new ArrayList<>();
        for (int rate = 0; rate < RATES.length; rate++) {
            works.add(entry(rate, 0, 1, LOSS_BY_RATE[rate]));
            works.add(entry(rate, 0, 2, LOSS_BY_RATE[rate]));
        }
        List<Entry> all = new ArrayList<>(works);
        all.add(entry(0, 1, 1, BROKEN));
        all.add(entry(0, 1, 2, BROKEN * BROKEN));
        NoiseFloor floor = analysis(all).floor();
        assertThat(floor).isEqualTo(analysis(works).floor());
        assertThat(floor.source()).isEqualTo(NoiseFloor.Source.REPLICATES);
    }

    private static Importance importance(List<Entry> entries) {
        return analysis(entries).importance().orElseThrow();
    }

    private static SweepAnalysis analysis(List<Entry> entries) {
        return SweepAnalysis.of(List.of(axis("unet_lr", RATES), axis("network_dim", 4, 8, 16)), entries);
    }

    private static List<Entry> sweep() {
        List<Entry> entries = new ArrayList<>();
        for (int rate = 0; rate < RATES.length; rate++) {
            for (int rank = 0; rank < RANKS.length; rank++) {
                entries.add(entry(rate, rank, 1, LOSS_BY_RATE[rate]));
            }
        }
        return entries;
    }

    private static Entry entry(int rate, int rank, int seed, double factor) {
        Map<String, Object> settings =
                Map.of("unet_lr", RATES[rate], "network_dim", RANKS[rank], "network_alpha", 4, "seed", seed);
        ProbeTable chance = CHANCE.draw(seed, (long) RANKS.length * rate + rank);
        List<ProbeRow> rows = chance.rows().stream()
                .map(row -> new ProbeRow(row.epoch(), row.step(), times(row.losses(), factor)))
                .toList();
        return new Entry(
                SimulatedTrial.spec(settings, CHANCE.epochs()),
                List.of(rate, rank),
                SimulatedTrial.result(new ProbeTable(chance.plan(), chance.base(), rows)));
    }

    private static Losses times(Losses losses, double factor) {
        float[] scaled = new float[losses.size()];
        for (int probe = 0; probe < scaled.length; probe++) {
            scaled[probe] = (float) (factor * losses.at(probe));
        }
        return Losses.of(scaled);
    }

    private static Axis axis(String setting, double... values) {
        List<Axis.Level> levels = new ArrayList<>();
        for (double value : values) {
            levels.add(new Axis.Level(String.valueOf(value), OptionalDouble.of(value)));
        }
        return new Axis(setting, levels);
    }
}
