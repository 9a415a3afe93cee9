package lorasweep.report.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lorasweep.result.Curve;
import lorasweep.result.EpochRecord;
import lorasweep.result.TrialCurves;
import org.jspecify.annotations.Nullable;

/**
 * What kohya's users look at in TensorBoard.
 *
 * @param steps at which the curves are given, thinned out
 * @param curves by TensorBoard tag; a value is the mean of what was recorded since the step before,
 *     nothing where nothing was
 * @param epochSteps last step of each epoch
 * @param epochLoss {@code loss/epoch_average}
 */
public record TrainingLines(
        List<Long> steps, Map<String, List<@Nullable Double>> curves, List<Long> epochSteps, List<Double> epochLoss) {
    private static final List<Curve> SHOWN = List.of(
            Curve.LOSS_AVERAGE,
            Curve.UNET_LR,
            Curve.TEXT_ENCODER_LR,
            Curve.UNET_WEIGHTS,
            Curve.TEXT_ENCODER_WEIGHTS,
            Curve.UNET_GRADIENT,
            Curve.MAX_KEY_NORM);

    /**
     * The curves of a trial.
     *
     * @param most how many points each curve may have
     */
    static TrainingLines of(TrialCurves log, List<EpochRecord> epochs, int most) {
        int points = Math.min(most, log.size());
        List<Long> steps = new ArrayList<>();
        for (int point = 0; point < points; point++) {
            steps.add(log.step(end(point, points, log.size()) - 1));
        }
        Map<String, List<@Nullable Double>> curves = new LinkedHashMap<>();
        for (Curve curve : SHOWN) {
            log.column(curve).ifPresent(column -> curves.put(curve.tag(), thinned(column, points)));
        }
        return new TrainingLines(
                steps,
                curves,
                epochs.stream().map(EpochRecord::step).toList(),
                epochs.stream()
                        .map(epoch -> Rounded.digits(epoch.lossAverage()))
                        .map(loss -> loss == null ? Double.MAX_VALUE : loss)
                        .toList());
    }

    private static int end(int point, int points, int size) {
        return (int) ((long) (point + 1) * size / points);
    }

    private static List<@Nullable Double> thinned(double[] column, int points) {
        List<@Nullable Double> thinned = new ArrayList<>();
        int from = 0;
        for (int point = 0; point < points; point++) {
            int until = end(point, points, column.length);
            OptionalDouble mean = Arrays.stream(column, from, until)
                    .filter(value -> !Double.isNaN(value))
                    .average();
            thinned.add(mean.isPresent() ? Rounded.digits(mean.getAsDouble()) : null);
            from = until;
        }
        return thinned;
    }
}
