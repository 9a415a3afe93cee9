package lorasweep.result;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is measured of a checkpoint beside its losses. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Measure.PromptSensitivity.class, name = "prompt_sensitivity"),
    @JsonSubTypes.Type(value = Measure.Bleed.class, name = "bleed"),
    @JsonSubTypes.Type(value = Measure.Memorisation.class, name = "memorisation"),
    @JsonSubTypes.Type(value = Measure.Variety.class, name = "variety"),
    @JsonSubTypes.Type(value = Measure.Norms.class, name = "norms")
})
public sealed interface Measure extends AtStep {
    /** Epochs completed. */
    int epoch();

    /**
     * How far the prediction moves when the prompt changes.
     *
     * @param ratios per probed point: the distance between the predictions for two prompts with the
     *     LoRA, divided by the same distance without; 1 is as obedient as the base
     */
    record PromptSensitivity(int epoch, long step, List<Double> ratios) implements Measure {
        /** Copies the ratios. */
        public PromptSensitivity {
            ratios = List.copyOf(ratios);
        }
    }

    /**
     * How far the prediction leaves the base's, relative to the base's norm, per probed point.
     *
     * @param classDrift on prompts of the class without the trigger, where nothing should change
     * @param triggerDrift on prompts with the trigger, at the same points
     */
    record Bleed(int epoch, long step, List<Double> classDrift, List<Double> triggerDrift) implements Measure {
        /** Checks that the points are the same. */
        public Bleed {
            classDrift = List.copyOf(classDrift);
            triggerDrift = List.copyOf(triggerDrift);
            if (classDrift.size() != triggerDrift.size()) {
                throw new IllegalArgumentException(
                        classDrift.size() + " points without and " + triggerDrift.size() + " with the trigger");
            }
        }
    }

    /** The training images nearest to each sample. */
    record Memorisation(int epoch, long step, List<Neighbours> samples) implements Measure {
        /** Copies the pairs. */
        public Memorisation {
            samples = List.copyOf(samples);
        }

        /**
         * One sample between its neighbours.
         *
         * @param sample file name of the sample picture
         * @param nearest content hash of the nearest training image
         * @param nearestDistance root mean squared distance of the latents
         * @param second content hash of the second nearest
         * @param secondDistance its distance, at least the nearest's
         */
        public record Neighbours(
                String sample, String nearest, double nearestDistance, String second, double secondDistance) {}
    }

    /**
     * How much samples of one prompt differ over seeds.
     *
     * @param spread mean distance between the latents of two samples
     * @param baseSpread the same without the LoRA
     */
    record Variety(int epoch, long step, String prompt, double spread, double baseSpread) implements Measure {}

    /** ‖ΔW‖ (Frobenius) by block of the U-Net and layer of the text encoder. */
    record Norms(int epoch, long step, Map<String, Double> blocks) implements Measure {
        /** Copies the norms. */
        public Norms {
            blocks = Collections.unmodifiableMap(new TreeMap<>(blocks));
        }
    }
}
