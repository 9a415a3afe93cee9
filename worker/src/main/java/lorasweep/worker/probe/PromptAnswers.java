package lorasweep.worker.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.result.Measure;
import lorasweep.trial.ProbeRhythm;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.sampling.LoraMix;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.train.PackMeasures.Moment;

/**
 * How a trial's predictions answer to the prompt, beside the base's. The base's are computed once for a
 * pack.
 */
final class PromptAnswers {
    private static final int IMAGES = 4;

    private final Dataset dataset;
    private final ProbeSet part;
    private final Predictor predictor;
    private final Map<Asked, List<float[]>> base = new HashMap<>();

    private record Asked(ContentHash image, Conditioning text) {}

    PromptAnswers(Dataset dataset, ProbeSet probes, Predictor predictor) {
        this.dataset = dataset;
        this.part = probes.part(IMAGES, ProbeRhythm.PROMPT_PROBES);
        this.predictor = predictor;
    }

    /**
     * Prompt sensitivity between each picture's own caption and another picture's, and bleed into the
     * class prompt; each is left out where the dataset has no such prompts.
     */
    List<Measure> of(TrialSpec spec, Moment moment, LoraMix lora) {
        List<Double> ratios = new ArrayList<>();
        List<Double> classDrift = new ArrayList<>();
        List<Double> triggerDrift = new ArrayList<>();
        for (TrainingImage image : part.images()) {
            Conditioning own = Conditioning.ofCaption(spec, image.caption());
            otherCaption(image)
                    .map(caption -> Conditioning.ofCaption(spec, caption))
                    .ifPresent(other -> {
                        List<float[]> first = predictor.predictions(Optional.of(lora), image, own, part.points());
                        List<float[]> second = predictor.predictions(Optional.of(lora), image, other, part.points());
                        for (int i = 0; i < first.size(); i++) {
                            double ofBase = distance(
                                    base(image, own).get(i), base(image, other).get(i));
                            ratios.add(distance(first.get(i), second.get(i)) / ofBase);
                        }
                    });
            ClassPrompts.of(dataset, image).ifPresent(prompts -> {
                classDrift.addAll(drift(image, Conditioning.ofText(spec, prompts.plain()), lora));
                triggerDrift.addAll(drift(image, Conditioning.ofText(spec, prompts.trigger()), lora));
            });
        }
        List<Measure> measures = new ArrayList<>();
        if (!ratios.isEmpty()) {
            measures.add(new Measure.PromptSensitivity(moment.epoch(), moment.step(), ratios));
        }
        if (!classDrift.isEmpty()) {
            measures.add(new Measure.Bleed(moment.epoch(), moment.step(), classDrift, triggerDrift));
        }
        return measures;
    }

    /** The caption of the next picture of another text, or the empty one where all are alike. */
    private Optional<String> otherCaption(TrainingImage image) {
        int index = part.images().indexOf(image);
        for (int i = 1; i < part.images().size(); i++) {
            String other = part.images().get((index + i) % part.images().size()).caption();
            if (!other.equals(image.caption())) {
                return Optional.of(other);
            }
        }
        return image.caption().isEmpty() ? Optional.empty() : Optional.of("");
    }

    private List<Double> drift(TrainingImage image, Conditioning text, LoraMix lora) {
        List<float[]> own = predictor.predictions(Optional.of(lora), image, text, part.points());
        List<float[]> ofBase = base(image, text);
        List<Double> drift = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            drift.add(distance(own.get(i), ofBase.get(i)) / distance(ofBase.get(i), new float[ofBase.get(i).length]));
        }
        return drift;
    }

    private List<float[]> base(TrainingImage image, Conditioning text) {
        Asked asked = new Asked(image.content(), text);
        List<float[]> known = base.get(asked);
        if (known == null) {
            known = predictor.predictions(Optional.empty(), image, text, part.points());
            base.put(asked, known);
        }
        return known;
    }

    /** Euclidean. */
    private static double distance(float[] a, float[] b) {
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            square += difference * difference;
        }
        return Math.sqrt(square);
    }
}
