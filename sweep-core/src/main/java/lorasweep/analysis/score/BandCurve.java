package lorasweep.analysis.score;

import java.util.Optional;

/**
 * Scores of one band alone.
 *
 * @param band its name
 * @param trainTwin empty if no training image is measured
 */
public record BandCurve(String band, ScoreCurve heldOut, Optional<ScoreCurve> trainTwin) {}
