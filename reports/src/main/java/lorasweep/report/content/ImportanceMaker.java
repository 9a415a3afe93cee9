package lorasweep.report.content;

import lorasweep.analysis.Importance;
import lorasweep.report.content.ImportanceFacts.EffectFacts;

/** Says what {@link Importance} found. */
final class ImportanceMaker {
    private ImportanceMaker() {}

    static ImportanceFacts make(Importance importance) {
        return new ImportanceFacts(
                importance.effects().stream()
                        .map(effect -> new EffectFacts(
                                effect.settings(),
                                Range.of(effect.share(), effect.interval()),
                                effect.weight().name(),
                                effect.sentence()))
                        .toList(),
                Rounded.score(importance.unexplained()),
                method(importance));
    }

    private static String method(Importance importance) {
        String split = switch (importance.method()) {
            case COMPLETE_GRID -> "Analysis of variance of a complete grid.";
            case GRID_WITH_HOLES ->
                "Analysis of variance of a grid with missing trials (type II): shares need not add up.";
        };
        String error = switch (importance.error()) {
            case BEYOND_PAIRS -> "Chance is what axes and pairs of axes leave unexplained.";
            case BEYOND_MAIN_EFFECTS -> "Chance is what single axes leave; pairs are not told from it.";
            case NOISE_FLOOR -> "Chance is the noise floor, because the grid leaves nothing over to measure it.";
        };
        String broken = switch (importance.broken()) {
            case 0 -> "";
            case 1 -> " One trial is left out, whose loss lies above the base's even at its best.";
            default ->
                " " + importance.broken()
                        + " trials are left out, whose loss lies above the base's even at their best.";
        };
        return split + " " + error + broken;
    }
}
