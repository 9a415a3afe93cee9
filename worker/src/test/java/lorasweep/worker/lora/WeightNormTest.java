package lorasweep.worker.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightNormTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "4, 7, 5", "8, 3, 90", "3, 8, 2"})
    void equalsTheNormOfTheProduct(int rank, int out, int fanIn) {
        Random random = new Random(rank);
        float[] up = normal(random, out * rank);
        float[] down = normal(random, rank * fanIn);
        double square = 0;
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < fanIn; i++) {
                double element = 0;
                for (int r = 0; r < rank; r++) {
                    element += (double) up[o * rank + r] * down[r * fanIn + i];
                }
                square += element * element;
            }
        }
        double expected = 0.25 * Math.sqrt(square);
        assertThat(WeightNorm.frobenius(up, down, rank, -0.25)).isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void anUntrainedAdapterHasNorm0() {
        assertThat(WeightNorm.frobenius(new float[12], normal(new Random(1), 20), 4, 1))
                .isZero();
    }

    private static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
