package lorasweep.random;

/**
 * A stream of random numbers addressed by (seed, purpose, coordinates). The same address gives the
 * same numbers on every machine and JVM, in any order of asking and on any thread; different
 * addresses give unrelated numbers. Coordinates say what the numbers belong to: an epoch, a step, an
 * image's content hash, a module's index.
 *
 * <p>The address is absorbed block by block, {@code state = Philox(seed, state XOR block)}, the
 * first block holding the purpose and the number of coordinates, so that no address continues
 * another. The 128 bits of state name the stream: 64 are its key, 64 the upper half of the counter;
 * the lower half counts blocks, so streams never overlap. A million million streams share a name
 * with a probability below 1e-14.
 *
 * <p>An instance is a cursor into its stream: cheap to make (two or three blocks), not safe between threads.
 */
public final class RandomStream {
    /** The most coordinates an address may have. */
    public static final int MAX_COORDINATES = 4;

    private static final long WORD = 0xFFFFFFFFL;
    private static final double WORD_UNIT = 0x1p-32;
    private static final double DOUBLE_UNIT = 0x1p-53;
    private static final float FLOAT_UNIT = 0x1p-24f;
    private static final double HALF = 0.5;

    private final long key;
    private final long name;
    private final int[] words = new int[Philox.WORDS];
    private long block;
    private int used = Philox.WORDS;

    private RandomStream(long key, long name) {
        this.key = key;
        this.name = name;
    }

    /**
     * The stream at an address, at its beginning.
     *
     * @param seed the trial's seed, or whatever the purpose is seeded by
     * @param coordinates at most {@value #MAX_COORDINATES}; their number and order are part of the
     *     address
     * @throws IllegalArgumentException if there are more coordinates
     */
    public static RandomStream of(long seed, Purpose purpose, long... coordinates) {
        if (coordinates.length > MAX_COORDINATES) {
            throw new IllegalArgumentException(
                    "a stream has at most " + MAX_COORDINATES + " coordinates, not " + coordinates.length);
        }
        int[] state = new int[Philox.WORDS];
        long head = (purpose.code() & WORD) | (long) coordinates.length << Integer.SIZE;
        absorb(state, seed, head, at(coordinates, 0));
        for (int i = 1; i < coordinates.length; i += 2) {
            absorb(state, seed, coordinates[i], at(coordinates, i + 1));
        }
        return new RandomStream(join(state[0], state[1]), join(state[2], state[3]));
    }

    private static long at(long[] coordinates, int index) {
        return index < coordinates.length ? coordinates[index] : 0;
    }

    private static void absorb(int[] state, long seed, long low, long high) {
        Philox.block(seed, join(state[0], state[1]) ^ low, join(state[2], state[3]) ^ high, state);
    }

    private static long join(int low, int high) {
        return (low & WORD) | (long) high << Integer.SIZE;
    }

    private int nextWord() {
        if (used == Philox.WORDS) {
            Philox.block(key, block++, name, words);
            used = 0;
        }
        return words[used++];
    }

    /** 64 random bits. */
    public long nextLong() {
        int low = nextWord();
        return join(low, nextWord());
    }

    /**
     * Uniform in [0, bound), every value equally likely (Lemire, "Fast random integer generation in
     * an interval", 2019).
     *
     * @throws IllegalArgumentException if {@code bound} is below 1
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound " + bound + " is below 1");
        }
        long product = (nextWord() & WORD) * bound;
        if ((product & WORD) < bound) {
            long unfair = (1L << Integer.SIZE) % bound;
            while ((product & WORD) < unfair) {
                product = (nextWord() & WORD) * bound;
            }
        }
        return (int) (product >>> Integer.SIZE);
    }

    /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
    public double nextDouble() {
        return (nextLong() >>> (Long.SIZE - 53)) * DOUBLE_UNIT;
    }

    /** Standard normal, by inversion of 53 uniform bits; |z| stays below 8.3. */
    public double nextGaussian() {
        return NormalQuantile.of(((nextLong() >>> (Long.SIZE - 52)) + HALF) * (2 * DOUBLE_UNIT));
    }

    /**
     * Fills with standard normal numbers, by inversion of 32 bits each (|z| below 6.4). Value i
     * depends on i and the address alone, not on the array's length, when called on a new stream.
     */
    public void fillGaussian(float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) NormalQuantile.of(((nextWord() & WORD) + HALF) * WORD_UNIT);
        }
    }

    /** Fills with uniform numbers in [0, 1), multiples of 2⁻²⁴. */
    public void fillUniform(float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (nextWord() >>> (Integer.SIZE - 24)) * FLOAT_UNIT;
        }
    }

    /** Puts the elements in a random order, each of the n! equally likely (Fisher and Yates). */
    public void shuffle(int[] values) {
        for (int last = values.length - 1; last > 0; last--) {
            int other = nextInt(last + 1);
            int value = values[last];
            values[last] = values[other];
            values[other] = value;
        }
    }

    /**
     * The numbers 0 to n−1 in a random order.
     *
     * @throws IllegalArgumentException if {@code n} is negative
     */
    public int[] permutation(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("a permutation of " + n + " numbers");
        }
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        shuffle(values);
        return values;
    }
}
