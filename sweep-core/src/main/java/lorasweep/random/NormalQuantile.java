package lorasweep.random;

/**
 * The inverse of the standard normal distribution function, accurate to about 1e-16 relative.
 *
 * <p>Source: M. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
 * Applied Statistics 37 (1988), routine PPND16. Only arithmetic, {@link StrictMath#log} and the
 * square root are used, so every JVM gives the same bits.
 */
final class NormalQuantile {
    private static final double CENTRE = 0.425;
    private static final double CENTRE_SQUARED = 0.180625;
    private static final double FAR = 5;
    private static final double NEAR_SHIFT = 1.6;

    /** Coefficients with the highest power first; for 0.075 ≤ p ≤ 0.925. */
    private static final double[] CENTRE_OVER = {
        2509.0809287301227,
        33430.57558358813,
        67265.7709270087,
        45921.95393154987,
        13731.69376550946,
        1971.5909503065513,
        133.14166789178438,
        3.3871328727963665
    };

    private static final double[] CENTRE_UNDER = {
        5226.495278852854,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1
    };

    /** For tails down to e⁻²⁵. */
    private static final double[] NEAR_OVER = {
        0.0007745450142783414,
        0.022723844989269184,
        0.2417807251774506,
        1.2704582524523684,
        3.6478483247632045,
        5.769497221460691,
        4.630337846156546,
        1.4234371107496835
    };

    private static final double[] NEAR_UNDER = {
        1.0507500716444169E-09,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1
    };

    /** For tails beyond. */
    private static final double[] FAR_OVER = {
        2.0103343992922881E-07,
        2.7115555687434876E-05,
        0.0012426609473880784,
        0.026532189526576124,
        0.29656057182850487,
        1.7848265399172913,
        5.463784911164114,
        6.657904643501103
    };

    private static final double[] FAR_UNDER = {
        2.0442631033899397E-15,
        1.421511758316446E-07,
        1.8463183175100548E-05,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1
    };

    private NormalQuantile() {}

    /** The z with P(Z ≤ z) = {@code p}, for 0 &lt; p &lt; 1. */
    static double of(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= CENTRE) {
            return q * ratio(CENTRE_OVER, CENTRE_UNDER, CENTRE_SQUARED - q * q);
        }
        double r = Math.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        double z = r <= FAR ? ratio(NEAR_OVER, NEAR_UNDER, r - NEAR_SHIFT) : ratio(FAR_OVER, FAR_UNDER, r - FAR);
        return q < 0 ? -z : z;
    }

    private static double ratio(double[] over, double[] under, double x) {
        double numerator = over[0];
        double denominator = under[0];
        for (int i = 1; i < over.length; i++) {
            numerator = numerator * x + over[i];
            denominator = denominator * x + under[i];
        }
        return numerator / denominator;
    }
}
