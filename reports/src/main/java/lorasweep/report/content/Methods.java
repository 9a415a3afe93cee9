package lorasweep.report.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import lorasweep.analysis.NoiseFloor;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.verdict.Percent;
import lorasweep.analysis.verdict.Thresholds;
import lorasweep.result.ProbePlan;

/** How the numbers of a report came about, and what they cannot say. */
final class Methods {
    private static final int FEW_IMAGES = 6;

    private Methods() {}

    static List<Method> of(SweepAnalysis analysis, ReportSource source) {
        List<Method> methods = new ArrayList<>();
        Optional<ProbePlan> plan = analysis.plan();
        plan.ifPresent(probes -> methods.add(probes(probes)));
        methods.add(new Method(
                "Score",
                "For each picture and band of timesteps the logarithm of loss over the base's loss, then the mean over"
                        + " bands, then over pictures: no band outweighs another. Shown as change in loss: −10 % is a"
                        + " tenth less loss than the base without a LoRA. Intervals are 95 %, over pictures; how much pictures"
                        + " differ is weighed with what the other trials show of it."));
        methods.add(new Method(
                "Best epoch and window",
                "The best epoch is the one with the lowest score. Its numbers are what each half of the noises finds"
                        + " at the epoch that the other half would choose, so that luck is not reported as gain. The"
                        + " window holds the epochs shown to be within a margin of it: "
                        + Percent.size(Thresholds.LEAST_MARGIN) + " of loss, or "
                        + Percent.share(Thresholds.MARGIN_SHARE_OF_GAIN)
                        + " of what was gained, whichever is more."));
        methods.add(new Method(
                "Tied",
                "Each trial is compared at its own best epoch, picture by picture with the winner. A configuration is"
                        + " behind if the difference is positive at 5 % after Holm's correction over all"
                        + " configurations, and more than 0.5 % of loss; otherwise it is tied."));
        methods.add(floor(analysis.floor()));
        methods.add(new Method("Limits", limits(plan)));
        methods.add(new Method("Files", "This report was made from the files in " + source.folder() + " alone."));
        return methods;
    }

    private static Method probes(ProbePlan plan) {
        return new Method(
                "Probes",
                "After each epoch every trial predicts the same noise on the same pictures: "
                        + plan.heldOut().size()
                        + " held-out and " + plan.trainTwin().size() + " training pictures × "
                        + plan.timesteps().size() + " timesteps × "
                        + (plan.noises() == 1 ? "1 noise" : plan.noises() + " noises")
                        + ". No shuffling, no loss weighting. Bands: "
                        + plan.bands().stream()
                                .map(band ->
                                        band.name() + " (timesteps " + band.from() + " to " + (band.until() - 1) + ")")
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    private static Method floor(NoiseFloor floor) {
        String from = switch (floor.source()) {
            case REPLICATES -> "measured on configurations that were trained with several seeds";
            case SMALLEST_CONTRASTS -> "estimated from the smallest contrasts of the grid";
            case EPOCH_JITTER -> "guessed from how scores jump between epochs";
            case ASSUMPTION -> "assumed";
        };
        return new Method(
                "Noise floor",
                "Another seed alone changes a score by about " + Percent.size(floor.deviation()) + ", " + from + ".");
    }

    private static String limits(Optional<ProbePlan> plan) {
        String loss = "Held-out loss says how well a LoRA has learned the subject, not whether its pictures please:"
                + " look at the contact sheets before you decide.";
        int images = plan.map(probes -> probes.heldOut().size()).orElse(0);
        return images >= FEW_IMAGES
                ? loss
                : String.format(
                        Locale.ROOT,
                        "Only %d %s held out, so intervals are wide and small differences stay open. %s",
                        images,
                        images == 1 ? "picture was" : "pictures were",
                        loss);
    }
}
