package lorasweep.plan;

/**
 * A cell of the grid that is not trained.
 *
 * @param name its values on the axes
 * @param reason why, with the place of the rule that dropped it
 */
public record DroppedCell(String name, String reason) {}
