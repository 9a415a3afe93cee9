package lorasweep.random;

/**
 * The bijection Philox 4×32 with ten rounds: 128 bits of counter under 64 bits of key give 128 bits
 * that pass BigCrush.
 *
 * <p>Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011, section 3.3.
 */
final class Philox {
    /** 32-bit words of a counter and of a result. */
    static final int WORDS = 4;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW_WORD = 0xFFFFFFFFL;

    private Philox() {}

    /**
     * Writes the four words of one counter to {@code out}.
     *
     * @param key low word first
     * @param low words 0 and 1 of the counter, word 0 in the low half
     * @param high words 2 and 3 of the counter, word 2 in the low half
     */
    static void block(long key, long low, long high, int[] out) {
        int c0 = (int) low;
        int c1 = (int) (low >>> Integer.SIZE);
        int c2 = (int) high;
        int c3 = (int) (high >>> Integer.SIZE);
        int k0 = (int) key;
        int k1 = (int) (key >>> Integer.SIZE);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_WORD);
            long product1 = MULTIPLIER_1 * (c2 & LOW_WORD);
            c0 = (int) (product1 >>> Integer.SIZE) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> Integer.SIZE) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }
}
