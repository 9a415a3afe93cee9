package lorasweep.trial;

import lorasweep.setting.Setting;

/**
 * How many images a step sees. Equal within a pack.
 */
public record BatchSettings(
        @Setting(value = "train_batch_size", doc = "images in a batch", byDefault = "1", min = 1, max = 1024)
        int trainBatchSize,

        @Setting(value = "gradient_accumulation_steps", doc = "batches in a step", byDefault = "1", min = 1, max = 1024)
        int gradientAccumulationSteps) {}
