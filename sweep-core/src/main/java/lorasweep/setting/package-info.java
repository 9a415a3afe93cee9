/**
 * Named settings and the records they live in. A record component annotated with
 * {@link lorasweep.setting.Setting} is the one home of a setting's name, type, range, default and
 * one-line description; everything else (reading a file, writing canonical JSON, completing in an
 * editor, the tables of the command line) is derived from it by reflection.
 *
 * <p>Knows nothing of training. Depends on the JDK and on Jackson's tree ({@code JsonNode}) only.
 */
@NullMarked
package lorasweep.setting;

import org.jspecify.annotations.NullMarked;
