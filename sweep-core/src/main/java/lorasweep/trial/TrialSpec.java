package lorasweep.trial;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.NormalNumber;
import lorasweep.setting.Setting;

/**
 * All that is needed to train and measure one trial: every setting that can change the result, in
 * immutable records, each setting declared once with its default. Two trials with equal
 * {@linkplain #id() ids} give the same result.
 *
 * <p>Outside Java a trial is its canonical JSON ({@link TrialSpecCodec}).
 *
 * @param seed of everything random in training; trials with the same seed meet the same images,
 *     timesteps and noise
 */
public record TrialSpec(
        BaseSettings base,
        DatasetSettings dataset,
        HeldoutSettings heldout,
        BucketSettings buckets,
        CaptionSettings captions,
        NetworkSettings network,
        LearningRates learningRates,
        ScheduleSettings schedule,
        OptimizerSettings optimizer,
        LossSettings loss,
        BatchSettings batch,
        LengthSettings length,
        ComputeSettings compute,
        SaveSettings save,
        ProbeSettings probes,

        @Setting(
                value = "seed",
                doc = "of everything random in training; 0 is a seed like any other",
                byDefault = "0",
                min = 0,
                max = 4_294_967_295L)
        long seed) {

    /** Refuses settings of different groups that do not go together. */
    public TrialSpec {
        boolean isPolynomial = schedule.lrScheduler() == LrScheduler.POLYNOMIAL;
        new Rules()
                .require(
                        !isPolynomial || learningRates.learningRate() > LearningRateSchedule.END_OF_POLYNOMIAL,
                        "learning_rate",
                        "learning_rate is \"" + NormalNumber.text(learningRates.learningRate())
                                + "\", expected more than 1e-7 with lr_scheduler polynomial, which ends there.")
                .check();
    }

    /**
     * A trial from settings under their names, the others at their defaults; for code and tests.
     *
     * @throws InvalidInputException naming every setting that is unknown, missing or out of range
     */
    public static TrialSpec of(Map<String, ?> settings) {
        return TrialSpecCodec.bind(settings);
    }

    /**
     * The same trial with one setting changed.
     *
     * @throws InvalidInputException if the setting is unknown or the value does not fit
     */
    public TrialSpec with(String setting, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(settings());
        changed.put(setting, value);
        return TrialSpecCodec.bind(changed);
    }

    /** The same configuration with another seed. */
    public TrialSpec withSeed(long other) {
        return new TrialSpec(
                base,
                dataset,
                heldout,
                buckets,
                captions,
                network,
                learningRates,
                schedule,
                optimizer,
                loss,
                batch,
                length,
                compute,
                save,
                probes,
                other);
    }

    /** The value of every setting that is set, defaults included, by name. */
    public Map<String, JsonNode> settings() {
        return TrialSpecCodec.catalog().values(this);
    }

    /** The name this trial has everywhere. */
    public TrialId id() {
        return TrialId.digest(TrialSpecCodec.identity(this));
    }

    /** This trial's settings without its seed. */
    public Configuration configuration() {
        return new Configuration(this);
    }
}
