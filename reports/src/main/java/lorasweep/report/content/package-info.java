/**
 * What a report says, finished down to the wording and the rounding, without any markup: records, and
 * the code that makes them from the analysis. {@link lorasweep.report.content.Report} is also, field by
 * field in snake case, the layout of {@code report.json}. Every text in it may come from outside and is
 * to be escaped by whoever renders it. May depend on {@code sweep-core} only.
 */
@NullMarked
package lorasweep.report.content;

import org.jspecify.annotations.NullMarked;
