/**
 * The report as one HTML file: {@link lorasweep.report.html.HtmlReport} writes what can be read without
 * JavaScript, embeds the report as JSON for the scripts, and inlines scripts, styles and chart
 * libraries under a Content-Security-Policy that forbids all network. Every text goes through
 * {@link lorasweep.report.html.Markup}, which escapes it. May depend on {@code report.content} and {@code
 * report.text}.
 */
@NullMarked
package lorasweep.report.html;

import org.jspecify.annotations.NullMarked;
