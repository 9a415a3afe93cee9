package lorasweep.report.content;

/**
 * A grid file that goes on where the winner lies on the edge of its grid.
 *
 * @param name what to save it as
 * @param trials how many it has
 * @param text the whole file
 */
public record NextGridFile(String name, int trials, String text) {}
