/**
 * Files in other stores than the machine's file system: Hadoop's filesystems, {@code hdfs:}, {@code s3a:} and the
 * like. What is read is copied to the machine once, what is made is published there. Needs nothing of a store but
 * that a file is whole once it is closed and that listings are up to date: no append, no rename, no locks. Depends on
 * {@code file}, {@code plan}, {@code result}, {@code sweep} and {@code trial}.
 */
@NullMarked
package lorasweep.store;

import org.jspecify.annotations.NullMarked;
