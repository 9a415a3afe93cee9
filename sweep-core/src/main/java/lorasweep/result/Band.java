package lorasweep.result;

/**
 * A range of diffusion timesteps: low ones decide detail, high ones composition.
 *
 * @param name unique within a plan, as the report shows it
 * @param from first timestep, at least 0
 * @param until first timestep beyond, above {@code from}
 */
public record Band(String name, int from, int until) {
    /** Checks the range. */
    public Band {
        if (name.isBlank() || from < 0 || until <= from) {
            throw new IllegalArgumentException(
                    "band \"" + name + "\" of timesteps [" + from + ", " + until + ") needs a name and a range");
        }
    }

    /** Whether the timestep lies in this band. */
    public boolean holds(int timestep) {
        return timestep >= from && timestep < until;
    }
}
