package lorasweep.trial;

import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.Setting;

/**
 * Image sizes and aspect-ratio buckets. Equal within a pack.
 */
public record BucketSettings(
        @Setting(value = "resolution", doc = "training size in pixels, its area decides the buckets", byDefault = "512")
        Resolution resolution,

        @Setting(
                value = "enable_bucket",
                doc = "sort images into buckets of equal area by aspect ratio",
                byDefault = "true")
        boolean enableBucket,

        @Setting(
                value = "min_bucket_reso",
                doc = "least side of a bucket in pixels",
                byDefault = "256",
                min = 8,
                max = 4096)
        int minBucketReso,

        @Setting(
                value = "max_bucket_reso",
                doc = "greatest side of a bucket in pixels",
                byDefault = "2048",
                min = 8,
                max = 4096)
        int maxBucketReso,

        @Setting(
                value = "bucket_reso_steps",
                doc = "sides of buckets are multiples of this many pixels",
                byDefault = "64",
                min = 8,
                max = 1024)
        int bucketResoSteps,

        @Setting(
                value = "bucket_no_upscale",
                doc = "never enlarge an image; min_bucket_reso and max_bucket_reso do not apply then",
                byDefault = "true")
        boolean bucketNoUpscale) {

    /** Refuses limits that leave no bucket. */
    public BucketSettings {
        int least = Math.min(resolution.width(), resolution.height());
        int greatest = Math.max(resolution.width(), resolution.height());
        boolean usesLimits = enableBucket && !bucketNoUpscale;
        new Rules()
                .require(
                        bucketResoSteps % 8 == 0,
                        "bucket_reso_steps",
                        "bucket_reso_steps is \"" + bucketResoSteps + "\", expected a multiple of 8; kohya uses 64.")
                .require(
                        !usesLimits || minBucketReso <= least,
                        "min_bucket_reso",
                        "min_bucket_reso is \"" + minBucketReso
                                + "\", expected at most the smaller side of resolution, \"" + least + "\".")
                .require(
                        !usesLimits || maxBucketReso >= greatest,
                        "max_bucket_reso",
                        "max_bucket_reso is \"" + maxBucketReso
                                + "\", expected at least the greater side of resolution, \"" + greatest + "\".")
                .check();
    }
}
