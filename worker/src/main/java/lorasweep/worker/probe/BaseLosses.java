package lorasweep.worker.probe;

import java.util.List;
import java.util.Optional;
import lorasweep.result.Losses;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.model.Part;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.FloatStore;
import lorasweep.worker.train.PackInputs;

/**
 * Losses of the base alone, each picture's measured once and kept under everything it depends on, so
 * that a picture more costs that picture only.
 */
final class BaseLosses {
    private static final String KIND = "probe-base-1";

    private final PackInputs inputs;
    private final ProbeSet probes;
    private final Predictor predictor;
    private final FloatStore store;

    BaseLosses(PackInputs inputs, ProbeSet probes, Predictor predictor) {
        this.inputs = inputs;
        this.probes = probes;
        this.predictor = predictor;
        this.store = new FloatStore(inputs.store(), KIND);
    }

    /**
     * One loss for each probe, captions as a trial sees them.
     *
     * @throws InvalidInputException if one is not a finite number above 0: then the base is broken
     */
    Losses of(TrialSpec spec) {
        List<ProbePoint> points = probes.points();
        float[] all = new float[probes.plan().count()];
        for (int i = 0; i < probes.images().size(); i++) {
            TrainingImage image = probes.images().get(i);
            Conditioning text = Conditioning.ofCaption(spec, image.caption());
            ContentHash key = key(spec, image, text, points);
            float[] losses = store.read(key)
                    .filter(found -> found.length == points.size())
                    .orElseGet(() -> measure(key, image, text, points));
            System.arraycopy(losses, 0, all, i * points.size(), points.size());
        }
        return Losses.of(all);
    }

    private float[] measure(ContentHash key, TrainingImage image, Conditioning text, List<ProbePoint> points) {
        float[] losses = predictor.losses(Optional.empty(), image, text, points);
        for (int i = 0; i < losses.length; i++) {
            if (!(losses[i] > 0) || !Float.isFinite(losses[i])) {
                throw new InvalidInputException(image.name() + ": the base model's loss at timestep "
                        + points.get(i).timestep() + " is " + losses[i]
                        + ", expected a finite number above 0; check the base model, or compute in fp32.");
            }
        }
        store.write(key, losses);
        return losses;
    }

    private ContentHash key(TrialSpec spec, TrainingImage image, Conditioning text, List<ProbePoint> points) {
        return ContentHash.of(String.join(
                "\n",
                "seed " + probes.plan().seed(),
                "image " + image.content(),
                "resized " + image.framing().resized(),
                "bucket " + image.bucket(),
                "alpha mask " + spec.dataset().alphaMask(),
                "points " + points,
                "clip skip " + text.clipSkip(),
                "tokens " + text.maxTokenLength(),
                "prediction " + inputs.base().frozen().prediction(),
                "precision " + spec.compute().mixedPrecision(),
                "attention " + spec.compute().crossAttention(),
                "device " + inputs.base().frozen().manager().getDevice().getDeviceType(),
                "unet " + inputs.fingerprint(Part.UNET),
                "text encoder " + inputs.fingerprint(Part.TEXT_ENCODER),
                "vae " + inputs.fingerprint(Part.VAE),
                "text " + text.text()));
    }
}
