package lorasweep.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

/** Statistical tests run on fixed seeds: they pass always or never. */
class RandomStreamTest {
    private static final double LEAST_P = 0.001;
    private static final int SAMPLES = 4000;

    @Test
    void refusesAFifthCoordinate() {
        assertThatThrownBy(() -> RandomStream.of(1, Purpose.NOISE, 1, 2, 3, 4, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 coordinates");
    }

    @Test
    void refusesAnEmptyRange() {
        RandomStream stream = RandomStream.of(1, Purpose.NOISE);

        assertThatThrownBy(() -> stream.nextInt(0)).hasMessageContaining("bound 0");
        assertThatThrownBy(() -> stream.permutation(-1)).hasMessageContaining("-1");
    }

    /**
     * Expected values by a second implementation, in Python. A change here changes the results of
     * every trial ever run: it needs a very good reason.
     */
    @Test
    void keepsItsNumbersForEver() {
        RandomStream stream = RandomStream.of(123, Purpose.NOISE, 1, 2, 3, 4);

        assertThat(LongStream.generate(stream::nextLong).limit(3).mapToObj(Long::toHexString))
                .containsExactly("58737f0408f12b0a", "a88121af2d7cdebf", "81b8ae78e228c6dc");
        assertThat(RandomStream.of(123, Purpose.TIMESTEP).nextInt(1000)).isEqualTo(979);
    }

    @Test
    void givesTheSameNumbersAtTheSameAddressOnly() {
        Set<Long> first = new HashSet<>();
        int addresses = 0;
        for (long seed : new long[] {0, 1, -1, 1L << 32}) {
            for (Purpose purpose : Purpose.values()) {
                for (long[] coordinates :
                        new long[][] {{}, {0}, {0, 0}, {1}, {1L << 32}, {0, 1}, {0, 1, 0}, {0, 0, 0, 1}}) {
                    long number = RandomStream.of(seed, purpose, coordinates).nextLong();
                    assertThat(RandomStream.of(seed, purpose, coordinates).nextLong())
                            .isEqualTo(number);
                    first.add(number);
                    addresses++;
                }
            }
        }
        assertThat(first).hasSize(addresses);
    }

    @Test
    void givesAllPurposesDifferentCodes() {
        assertThat(Arrays.stream(Purpose.values()).map(Purpose::code)).doesNotHaveDuplicates();
    }

    @Test
    void fillsAPrefixWithTheSameNumbersWhateverTheLength() {
        float[] three = new float[3];
        float[] nine = new float[9];

        RandomStream.of(5, Purpose.NOISE, 1).fillGaussian(three);
        RandomStream.of(5, Purpose.NOISE, 1).fillGaussian(nine);

        assertThat(Arrays.copyOf(nine, 3)).containsExactly(three);
    }

    @Test
    void drawsUniformDoubles() {
        RandomStream stream = RandomStream.of(1, Purpose.SPLIT);
        double[] sample = IntStream.range(0, SAMPLES)
                .mapToDouble(i -> stream.nextDouble())
                .toArray();

        assertThat(Arrays.stream(sample)).allMatch(x -> x >= 0 && x < 1);
        assertThat(pValue(new UniformRealDistribution(0, 1), sample)).isGreaterThan(LEAST_P);
    }

    @Test
    void fillsWithUniformFloats() {
        float[] sample = new float[SAMPLES];
        RandomStream.of(2, Purpose.DROPOUT).fillUniform(sample);

        double[] values = doubles(sample);
        assertThat(Arrays.stream(values)).allMatch(x -> x >= 0 && x < 1);
        assertThat(pValue(new UniformRealDistribution(0, 1), values)).isGreaterThan(LEAST_P);
    }

    @Test
    void fillsWithNormalFloats() {
        float[] sample = new float[SAMPLES];
        RandomStream.of(3, Purpose.NOISE).fillGaussian(sample);

        assertThat(pValue(new NormalDistribution(0, 1), doubles(sample))).isGreaterThan(LEAST_P);
    }

    @Test
    void drawsNormalDoubles() {
        RandomStream stream = RandomStream.of(4, Purpose.SEARCH);
        double[] sample = IntStream.range(0, SAMPLES)
                .mapToDouble(i -> stream.nextGaussian())
                .toArray();

        assertThat(pValue(new NormalDistribution(0, 1), sample)).isGreaterThan(LEAST_P);
    }

    /** The first numbers of neighbouring addresses are what a training run really uses. */
    @Test
    void isUniformAcrossNeighbouringAddresses() {
        double[] bySeed = IntStream.range(0, SAMPLES)
                .mapToDouble(
                        seed -> RandomStream.of(seed, Purpose.TIMESTEP, 1, 1).nextDouble())
                .toArray();
        double[] byStep = IntStream.range(0, SAMPLES)
                .mapToDouble(
                        step -> RandomStream.of(7, Purpose.TIMESTEP, 1, step).nextDouble())
                .toArray();
        double[] byImage = IntStream.range(0, SAMPLES)
                .mapToDouble(image -> RandomStream.of(7, Purpose.TIMESTEP, 1, 1, (long) image << 40)
                        .nextDouble())
                .toArray();

        for (double[] sample : new double[][] {bySeed, byStep, byImage}) {
            assertThat(pValue(new UniformRealDistribution(0, 1), sample)).isGreaterThan(LEAST_P);
            double[] next = Arrays.copyOfRange(sample, 1, SAMPLES);
            assertUncorrelated(Arrays.copyOf(sample, SAMPLES - 1), next);
        }
        assertUncorrelated(bySeed, byStep);
        assertUncorrelated(byStep, byImage);
    }

    @Test
    void drawsEveryNumberBelowABoundEquallyOften() {
        for (int bound : new int[] {1, 2, 7, 1000}) {
            RandomStream stream = RandomStream.of(bound, Purpose.TIMESTEP);
            long[] counts = new long[Math.max(bound, 2)];
            for (int i = 0; i < 20 * SAMPLES; i++) {
                counts[stream.nextInt(bound)]++;
            }
            if (bound == 1) {
                assertThat(counts).containsExactly(20 * SAMPLES, 0);
            } else {
                assertThat(flatness(counts)).isGreaterThan(LEAST_P);
            }
        }
    }

    /** Three quarters of 2³² make the plain remainder favour a third of the numbers twofold. */
    @Test
    void drawsLargeBoundsWithoutBias() {
        int bound = 3 << 29;
        RandomStream stream = RandomStream.of(11, Purpose.SEARCH);
        long[] thirds = new long[3];
        for (int i = 0; i < SAMPLES; i++) {
            thirds[stream.nextInt(bound) / (1 << 29)]++;
        }
        assertThat(flatness(thirds)).isGreaterThan(LEAST_P);
    }

    @Test
    void drawsEveryPermutationEquallyOften() {
        long[] counts = new long[256];
        for (int i = 0; i < 6 * SAMPLES; i++) {
            int[] order = RandomStream.of(i, Purpose.IMAGE_ORDER).permutation(4);
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3);
            counts[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
        }
        long[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertThat(seen).hasSize(24);
        assertThat(flatness(seen)).isGreaterThan(LEAST_P);
    }

    private static double pValue(RealDistribution distribution, double[] sample) {
        return new KolmogorovSmirnovTest().kolmogorovSmirnovTest(distribution, sample);
    }

    private static double flatness(long[] counts) {
        double[] expected = new double[counts.length];
        Arrays.fill(expected, 1);
        return new ChiSquareTest().chiSquareTest(expected, counts);
    }

    private static void assertUncorrelated(double[] left, double[] right) {
        double r = new PearsonsCorrelation().correlation(left, right);
        assertThat(Math.abs(r) * Math.sqrt(left.length))
                .as("correlation in standard errors")
                .isLessThan(3.3);
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
