package lorasweep.worker.prompt;

/**
 * A piece of a prompt and how much it counts.
 *
 * @param text without the brackets and backslashes that gave it its weight
 * @param weight 1 for plain text; may be 0 or negative
 */
public record WeightedText(String text, double weight) {}
