/**
 * The report as JSON for programs and as Markdown to paste. May depend on {@code report.content} only.
 */
@NullMarked
package lorasweep.report.text;

import org.jspecify.annotations.NullMarked;
