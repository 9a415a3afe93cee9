/**
 * What a trial leaves behind, as values and as files in its folder: losses on the probe set, curves,
 * the weight test, further measures, outcome and cost. The worker writes, the analysis and the report
 * read. Depends on the JDK, Jackson, {@code lorasweep.file} and {@code lorasweep.trial} only.
 *
 * <p>Every log is a file of JSON lines: a header that names the format, its version and what all rows
 * share, then one object per row in the order of the steps. A last line without its line feed is the
 * trace of a killed process and counts as never written. Numbers are plain JSON; NaN and the
 * infinities are written as strings.
 *
 * <table>
 * <caption>Files of a trial's folder</caption>
 * <tr><td>{@code probes.jsonl}</td><td>header: probe plan, base losses; row: losses at one moment</td></tr>
 * <tr><td>{@code steps.jsonl}</td><td>row: one optimizer update, keys are TensorBoard tags</td></tr>
 * <tr><td>{@code epochs.jsonl}</td><td>row: training loss of one epoch</td></tr>
 * <tr><td>{@code weights.jsonl}</td><td>row: one weight test</td></tr>
 * <tr><td>{@code measures.jsonl}</td><td>row: one further measure, told apart by {@code kind}</td></tr>
 * <tr><td>{@code samples.jsonl}</td><td>row: one sample picture, a file below {@code samples/}</td></tr>
 * <tr><td>{@code outcome.json}</td><td>how the trial ended and what it cost</td></tr>
 * <tr><td>{@code error.txt}</td><td>stack trace, if a bug of ours ended the trial</td></tr>
 * </table>
 */
@NullMarked
package lorasweep.result;

import org.jspecify.annotations.NullMarked;
