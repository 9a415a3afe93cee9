/**
 * The command line: one class per verb, each parses, calls and chooses an exit code. Other modules
 * add verbs through {@link lorasweep.cli.Verb}. The outermost package: nothing depends on it but verbs.
 */
@NullMarked
package lorasweep.cli;

import org.jspecify.annotations.NullMarked;
