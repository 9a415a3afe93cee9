package lorasweep.worker.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.cache.Latent;
import lorasweep.worker.data.Augmentation;
import lorasweep.worker.data.EpochPlan;
import lorasweep.worker.data.Sample;
import lorasweep.worker.diffusion.LossWeighting;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.text.TokenChunks;

/**
 * Puts the micro-batches of a pack together. Everything random is drawn under (trial's seed, epoch,
 * picture, use): trials of one seed meet the same pictures, timesteps and noise, and nothing depends
 * on the pack, on threads or on interruption.
 */
final class PackBatches {
    private final ClipTokenizer tokenizer;
    private final LatentSource latents;
    private final NoiseSchedule schedule;
    private final PredictionType prediction;
    private final int channels;
    private final int downscale;
    private final float scalingFactor;
    private final Map<String, CaptionTokens> tokens = new HashMap<>();

    PackBatches(FrozenBase base, ClipTokenizer tokenizer, LatentSource latents) {
        this.tokenizer = tokenizer;
        this.latents = latents;
        this.schedule = base.schedule();
        this.prediction = base.prediction();
        this.channels = base.config().vae().latentChannels();
        this.downscale = base.config().vae().downscaleFactor();
        this.scalingFactor = (float) base.config().vae().scalingFactor();
    }

    /**
     * One micro-batch.
     *
     * @param trials of the pack
     * @param samples of each trial, as many as the slot has places
     * @param epoch from 1
     */
    MicroBatch batch(List<TrialSpec> trials, List<List<Sample>> samples, EpochPlan.Slot slot, int epoch) {
        PixelSize bucket = slot.bucket();
        int height = bucket.height() / downscale;
        int width = bucket.width() / downscale;
        int values = channels * height * width;
        int n = trials.size() * slot.size();
        float[] all = new float[n * values];
        float[] noise = new float[n * values];
        int[] timesteps = new int[n];
        float[] weights = new float[n];
        float[] masks = trials.get(0).dataset().alphaMask() ? ones(n * height * width) : new float[0];
        List<List<CaptionTokens>> captions = new ArrayList<>();
        List<long[]> addresses = new ArrayList<>();
        int place = 0;
        for (int k = 0; k < trials.size(); k++) {
            TrialSpec spec = trials.get(k);
            Augmentation augmentation = Augmentation.of(spec);
            List<CaptionTokens> own = new ArrayList<>();
            for (Sample sample : samples.get(k)) {
                long[] address = {epoch, sample.image().content().key(), sample.use()};
                addresses.add(address);
                Latent latent = latents.latent(sample.image(), augmentation.flip(sample, epoch));
                for (int i = 0; i < values; i++) {
                    all[place * values + i] = latent.values()[i] * scalingFactor;
                }
                if (latent.mask().isPresent()) {
                    System.arraycopy(latent.mask().get(), 0, masks, place * height * width, height * width);
                }
                System.arraycopy(noise(spec, address, height * width), 0, noise, place * values, values);
                timesteps[place] =
                        RandomStream.of(spec.seed(), Purpose.TIMESTEP, address).nextInt(schedule.timesteps());
                weights[place] = weight(spec, sample, timesteps[place]);
                own.add(tokens(
                        augmentation.caption(sample, epoch), spec.captions().maxTokenLength()));
                place++;
            }
            captions.add(own);
        }
        return new MicroBatch(
                slot.size(), channels, height, width, all, noise, timesteps, captions, weights, addresses, masks);
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Unit Gaussian noise, and with noise_offset a constant for each channel on top. */
    private float[] noise(TrialSpec spec, long[] address, int places) {
        float[] noise = new float[channels * places];
        RandomStream.of(spec.seed(), Purpose.NOISE, address).fillGaussian(noise);
        if (spec.loss().noiseOffset() != 0) {
            float[] offsets = new float[channels];
            RandomStream.of(spec.seed(), Purpose.NOISE_OFFSET, address).fillGaussian(offsets);
            for (int i = 0; i < noise.length; i++) {
                noise[i] += (float) spec.loss().noiseOffset() * offsets[i / places];
            }
        }
        return noise;
    }

    private float weight(TrialSpec spec, Sample sample, int timestep) {
        LossWeighting weighting = new LossWeighting(spec.loss().minSnrGamma(), false, 0, false);
        double prior = sample.isRegularisation() ? spec.loss().priorLossWeight() : 1;
        return (float) (weighting.weight(schedule.snr(timestep), prediction) * prior);
    }

    /** Token ids of a caption; captions come up again and again, so they are kept. */
    CaptionTokens tokens(String caption, int maxTokenLength) {
        if (tokens.size() > 100_000) {
            tokens.clear(); // shuffled captions never end
        }
        return tokens.computeIfAbsent(maxTokenLength + " " + caption, key -> {
            TokenChunks chunks = TokenChunks.of(caption, maxTokenLength, tokenizer);
            return new CaptionTokens(chunks.toArray(), chunks.chunks().size());
        });
    }
}
