package lorasweep.plan;

/**
 * What estimates assume about a device, since none is touched.
 *
 * @param teraflops sustained speed in 10^12 floating-point operations per second
 * @param memoryBytes memory of the device
 */
public record Assumptions(double teraflops, long memoryBytes) {

    /** A mid-range graphics card: 15 teraflops sustained, 12 GiB. */
    public static final Assumptions MID_RANGE = new Assumptions(15, 12L << 30);

    /** Refuses a device without speed or memory. */
    public Assumptions {
        if (!(teraflops > 0) || memoryBytes <= 0) {
            throw new IllegalArgumentException("a device has a speed and a memory above 0");
        }
    }
}
