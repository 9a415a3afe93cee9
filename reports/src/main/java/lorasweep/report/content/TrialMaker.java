package lorasweep.report.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lorasweep.analysis.Fit;
import lorasweep.analysis.Standing;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.analysis.score.BandCurve;
import lorasweep.analysis.score.BestMoment;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.analysis.verdict.Advice;
import lorasweep.analysis.verdict.Finding;
import lorasweep.analysis.verdict.Flag;
import lorasweep.analysis.verdict.MomentVerdict;
import lorasweep.analysis.verdict.Thresholds;
import lorasweep.preset.KohyaToml;
import lorasweep.report.content.TrialFacts.BandLine;
import lorasweep.report.content.TrialFacts.Best;
import lorasweep.report.content.TrialFacts.Course;
import lorasweep.report.content.TrialFacts.EvidenceFacts;
import lorasweep.report.content.TrialFacts.FindingFacts;
import lorasweep.report.content.TrialFacts.FlagFacts;
import lorasweep.report.content.TrialReadings.Reading;
import lorasweep.result.TrialOutcome;
import lorasweep.sweep.SweepTrial;
import org.jspecify.annotations.Nullable;

/** Makes what the report says of one trial. */
final class TrialMaker {
    private final Places places;
    private final Map<String, JsonNode> shared;

    TrialMaker(Places places, Map<String, JsonNode> shared) {
        this.places = places;
        this.shared = shared;
    }

    TrialFacts make(TrialAnalysis trial, SweepTrial planned, Reading reading) {
        Optional<Standing> standing = places.of(trial.id());
        Optional<Fit> fit = trial.fit();
        Range score = fit.flatMap(Fit::bestByImage).map(TrialMaker::score).orElse(null);
        return new TrialFacts(
                trial.id().text(),
                planned.name(),
                planned.status().name().toLowerCase(Locale.ROOT),
                planned.pack(),
                trial.spec().seed(),
                trial.levels(),
                finding(trial.finding()),
                trial.flags().stream().map(TrialMaker::flag).toList(),
                standing.map(Standing::place).map(Enum::name).orElse(null),
                score,
                score != null && Thresholds.isBroken(score.mean()),
                standing.map(Standing::behind).map(Range::of).orElse(null),
                fit.map(TrialMaker::course).orElse(null),
                fit.stream()
                        .flatMap(f -> f.weightTests().stream())
                        .map(WeightFacts::of)
                        .toList(),
                reading.training().orElse(null),
                reading.norms(),
                trial.outcome().map(TrialOutcome::cost).orElse(null),
                trial.outcome().map(TrialMaker::ended).orElse(null),
                files(reading.files(), fit),
                KohyaToml.text(trial.spec()),
                SharedSettings.own(trial.spec(), shared));
    }

    private static Range score(Series byImage) {
        return Range.of(Estimate.of(byImage.toArray()));
    }

    private static @Nullable String ended(TrialOutcome outcome) {
        return outcome.failure() == null
                ? outcome.reason()
                : "At step " + outcome.failure().step() + ": "
                        + outcome.failure().message();
    }

    private static FindingFacts finding(Finding finding) {
        return new FindingFacts(
                finding.verdict(),
                finding.rule().name(),
                finding.sentence(),
                finding.evidence().stream()
                        .map(found -> new EvidenceFacts(
                                found.rule().name(),
                                found.sentence(),
                                found.side().name(),
                                Range.of(found.estimate()),
                                Rounded.score(found.threshold())))
                        .toList(),
                finding.advice().stream().map(Advice::sentence).toList());
    }

    private static FlagFacts flag(Flag flag) {
        return new FlagFacts(
                flag.kind().name(),
                flag.moment().epoch(),
                flag.sentence(),
                flag.advice().stream().map(Advice::sentence).toList());
    }

    private static Course course(Fit fit) {
        return new Course(
                fit.moments().stream().map(Moment::epoch).toList(),
                fit.moments().stream().map(Moment::step).toList(),
                letters(fit.verdicts()),
                ScoreLine.of(fit.heldOut()),
                fit.trainTwin().map(ScoreLine::of).orElse(null),
                fit.bands().stream().map(TrialMaker::band).toList(),
                fit.best().map(best -> best(best, fit)).orElse(null));
    }

    private static String letters(List<MomentVerdict> verdicts) {
        return verdicts.stream()
                .map(moment -> moment.verdict().name().substring(0, 1))
                .collect(Collectors.joining());
    }

    private static BandLine band(BandCurve band) {
        return new BandLine(
                ScoreLine.meanOf(band.heldOut()),
                band.trainTwin().map(ScoreLine::meanOf).orElse(null));
    }

    private static Best best(BestMoment best, Fit fit) {
        Fit.Window window = fit.window().orElse(new Fit.Window(best.index(), best.index(), best.index(), 0));
        return new Best(
                best.index(),
                best.first(),
                best.last(),
                window.earliest(),
                window.latest(),
                Rounded.score(window.margin()));
    }

    /** The file without a number is the last epoch's, which may have a numbered one too. */
    private static Map<Integer, String> files(Map<Integer, String> found, Optional<Fit> fit) {
        Map<Integer, String> files = new LinkedHashMap<>(found);
        Optional<String> last = Optional.ofNullable(files.remove(TrialReadings.LAST));
        List<Moment> moments = fit.map(Fit::moments).orElse(new ArrayList<>());
        if (last.isPresent() && !moments.isEmpty()) {
            files.put(moments.get(moments.size() - 1).epoch(), last.get());
        }
        return files;
    }
}
