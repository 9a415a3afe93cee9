/**
 * Presets of other programs: the JSON the kohya_ss GUI saves and the TOML sd-scripts reads. Says of each
 * entry whether it is used, not supported or without effect here. May use {@code lorasweep.trial},
 * {@code lorasweep.setting} and Jackson.
 */
@NullMarked
package lorasweep.preset;

import org.jspecify.annotations.NullMarked;
