package lorasweep.report.content;

/**
 * A paragraph on how numbers came about or what they cannot say.
 *
 * @param title in a few words
 * @param text the paragraph
 */
public record Method(String title, String text) {}
