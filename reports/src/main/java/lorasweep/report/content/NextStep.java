package lorasweep.report.content;

import org.jspecify.annotations.Nullable;

/**
 * Something to try next.
 *
 * @param sentence the advice
 * @param weight how much speaks for it, in a word or two
 * @param grid lines to put into the grid file; absent if the advice is not about one setting
 */
public record NextStep(
        String sentence, String weight, @Nullable String grid) {}
