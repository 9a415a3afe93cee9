package lorasweep.report.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.report.content.Pictures.Neighbour;
import lorasweep.report.content.Pictures.Picture;
import lorasweep.report.image.Thumbnails;
import lorasweep.result.Measure;
import lorasweep.result.SamplePicture;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import org.jspecify.annotations.Nullable;

/** Collects the sample pictures of all trials; the base's, which every trial has, once. */
final class PicturesMaker {
    private final ReportSource source;
    private final Thumbnails thumbnails;
    private final Map<String, Integer> prompts = new HashMap<>();
    private final List<String> promptTexts = new ArrayList<>();
    private final Map<BaseKey, Integer> bases = new HashMap<>();
    private final List<Picture> samples = new ArrayList<>();
    private final Map<String, Optional<String>> training = new HashMap<>();

    /** All that a picture of the base depends on and that differs within a sweep. */
    private record BaseKey(String base, int clipSkip, int prompt, long seed) {}

    private PicturesMaker(ReportSource source) {
        this.source = source;
        this.thumbnails = new Thumbnails(source.folder());
    }

    static Pictures make(
            ReportSource source, List<TrialAnalysis> trials, List<TrialFacts> facts, TrialReadings readings) {
        PicturesMaker maker = new PicturesMaker(source);
        List<Neighbour> neighbours = new ArrayList<>();
        IntStream.range(0, trials.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        trial -> mean(facts.get(trial).score())))
                .forEach(trial -> {
                    TrialAnalysis analysis = trials.get(trial);
                    maker.add(trial, analysis.id(), analysis.spec());
                    readings.of(analysis.id())
                            .memorisations()
                            .forEach(measure -> maker.add(trial, analysis.id(), measure, neighbours));
                });
        neighbours.sort(Comparator.comparingDouble(Neighbour::ratio));
        return new Pictures(maker.promptTexts, maker.samples, neighbours);
    }

    private static double mean(@Nullable Range score) {
        return score == null ? Double.MAX_VALUE : score.mean();
    }

    private void add(int trial, TrialId id, TrialSpec spec) {
        try {
            List<SamplePicture> drawn = source.state().folder().trial(id).samples();
            for (SamplePicture picture : drawn) {
                add(trial, id, spec, picture);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(int trial, TrialId id, TrialSpec spec, SamplePicture picture) throws IOException {
        int prompt = prompts.computeIfAbsent(picture.prompt(), text -> {
            promptTexts.add(text);
            return promptTexts.size() - 1;
        });
        boolean isBase = picture.isOfBase();
        BaseKey key = new BaseKey(
                spec.base().pretrainedModelNameOrPath(), spec.captions().clipSkip(), prompt, picture.seed());
        if (isBase && bases.containsKey(key)) {
            return;
        }
        if (isBase) {
            bases.put(key, samples.size());
        }
        String file = path(id, picture.file());
        samples.add(new Picture(
                isBase ? null : trial,
                picture.epoch(),
                picture.weight(),
                picture.weight() == picture.textEncoderWeight() ? null : picture.textEncoderWeight(),
                prompt,
                picture.seed(),
                isBase ? null : bases.get(key),
                file,
                thumbnails.of(file).orElse(null)));
    }

    private void add(int trial, TrialId id, Measure.Memorisation measure, List<Neighbour> neighbours) {
        for (Measure.Memorisation.Neighbours found : measure.samples()) {
            double ratio = found.secondDistance() > 0 ? found.nearestDistance() / found.secondDistance() : 1;
            if (Double.isFinite(ratio)) {
                neighbours.add(new Neighbour(
                        trial,
                        measure.epoch(),
                        path(id, found.sample()),
                        found.nearest(),
                        nearest(id, found.nearest()).orElse(null),
                        Rounded.score(ratio)));
            }
        }
    }

    /** One thumbnail for all trials: what is in it does not depend on them. */
    private Optional<String> nearest(TrialId id, String content) {
        return training.computeIfAbsent(content, first -> {
            try {
                return thumbnails.of("trials/" + id.text() + "/nearest/" + content + ".png");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String path(TrialId id, String file) {
        return "trials/" + id.text() + "/samples/" + file;
    }
}
