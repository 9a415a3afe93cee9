package lorasweep.worker.gallery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.result.Measure;
import lorasweep.result.ResultLog;
import lorasweep.result.SamplePicture;
import lorasweep.result.TrialFolder;
import lorasweep.setting.NormalNumber;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.diffusion.NamedSampler;
import lorasweep.worker.image.GenerationParameters;
import lorasweep.worker.image.PngFile;
import lorasweep.worker.probe.Multipliers;
import lorasweep.worker.sampling.DrawnImage;
import lorasweep.worker.train.PackInputs;
import lorasweep.worker.train.PackMeasures.Moment;

/** The pictures of one trial on disk: files, their index, and what is measured on them. */
final class TrialPictures {
    /** Digits of a checkpoint's hash by which AUTOMATIC1111 knows it. */
    private static final int MODEL_HASH_DIGITS = 10;

    private final PackInputs inputs;
    private final SampleSettings settings;
    private final List<String> prompts;
    private final TrialSpec spec;
    private final TrainingLatents training;
    private final TrialFolder folder;

    /**
     * A picture as it was drawn.
     *
     * @param weights of the LoRA's parts; 0 for the base
     * @param prompt which of the prompts
     */
    record Shot(Multipliers weights, int prompt, DrawnImage drawn) {}

    TrialPictures(
            PackInputs inputs,
            SampleSettings settings,
            List<String> prompts,
            TrialSpec spec,
            TrainingLatents training) {
        this.inputs = inputs;
        this.settings = settings;
        this.prompts = prompts;
        this.spec = spec;
        this.training = training;
        this.folder = TrialFolder.at(inputs.trialsFolder().resolve(spec.id().toString()));
    }

    /**
     * Writes a trial's pictures of a moment, and at the first time the base's. A picture whose values
     * are not finite leaves no file and no row.
     */
    void keep(Moment moment, List<Shot> base, List<Shot> shots) throws IOException {
        List<SamplePicture> known = folder.samples();
        Set<String> files = known.stream().map(SamplePicture::file).collect(Collectors.toSet());
        boolean baseIsMissing = known.stream().allMatch(picture -> picture.step() == 0);
        try (ResultLog<SamplePicture> log = folder.openSamples()) {
            for (Shot shot : baseIsMissing ? base : List.<Shot>of()) {
                if (!files.contains(fileName(0, shot))) {
                    write(log, new Moment(0, 0), shot);
                }
            }
            for (Shot shot : shots) {
                write(log, moment, shot);
            }
        }
        List<Measure> measures = measures(moment, base, shots);
        try (ResultLog<Measure> log = folder.openMeasures()) {
            for (Measure measure : measures) {
                log.append(measure);
            }
        }
        new NearestPictures(training).keep(folder.nearestFolder(), nearest(measures));
    }

    private static Set<String> nearest(List<Measure> measures) {
        return measures.stream()
                .filter(Measure.Memorisation.class::isInstance)
                .flatMap(measure -> ((Measure.Memorisation) measure).samples().stream())
                .map(Measure.Memorisation.Neighbours::nearest)
                .collect(Collectors.toSet());
    }

    private void write(ResultLog<SamplePicture> log, Moment moment, Shot shot) throws IOException {
        if (shot.drawn().image().isEmpty()) {
            return;
        }
        String name = fileName(moment.epoch(), shot);
        PngFile.write(
                folder.samplesFolder().resolve(name), shot.drawn().image().get(), parameters(moment.epoch(), shot));
        log.append(new SamplePicture(
                moment.epoch(),
                moment.step(),
                shot.weights().unet(),
                shot.weights().textEncoder(),
                shot.prompt(),
                prompts.get(shot.prompt()),
                shot.drawn().seed(),
                name));
    }

    /**
     * For example {@code e0004-w0.75-p01-s42.png}, where the networks are apart {@code e0004-u1-t0.5-p01-s42.png};
     * the base's are of epoch 0 and weight 0.
     */
    private static String fileName(int epoch, Shot shot) {
        Multipliers weights = shot.weights();
        String unet = NormalNumber.text(weights.unet());
        return String.format(
                Locale.ROOT,
                "e%04d-%s-p%02d-s%d.png",
                epoch,
                weights.isTogether() ? "w" + unet : "u" + unet + "-t" + NormalNumber.text(weights.textEncoder()),
                shot.prompt(),
                shot.drawn().seed());
    }

    /** As the prompt has it: the text encoder's part first. */
    private static String tag(Shot shot) {
        String unet = NormalNumber.text(shot.weights().unet());
        return shot.weights().isTogether()
                ? unet
                : NormalNumber.text(shot.weights().textEncoder()) + ":" + unet;
    }

    private GenerationParameters parameters(int epoch, Shot shot) {
        String tag =
                epoch == 0 ? "" : " <lora:%s-%06d:%s>".formatted(spec.save().outputName(), epoch, tag(shot));
        String model = String.valueOf(inputs.base().model().files().base().getFileName());
        return new GenerationParameters(
                prompts.get(shot.prompt()) + tag,
                settings.negative().orElse(""),
                settings.steps(),
                NamedSampler.of(settings.sampler()).displayName(),
                settings.cfg(),
                shot.drawn().seed(),
                settings.size().width(),
                settings.size().height(),
                model.replaceFirst("\\.safetensors$", ""),
                inputs.baseSha256().map(hash -> hash.substring(0, MODEL_HASH_DIGITS)),
                spec.captions().clipSkip(),
                Map.of(),
                "lorasweep");
    }

    /** Copying and variety at the weight that is nearest to 1. */
    private List<Measure> measures(Moment moment, List<Shot> base, List<Shot> shots) {
        double judged = settings.weights().stream()
                .filter(weight -> weight != 0)
                .min((a, b) -> Double.compare(Math.abs(a - 1), Math.abs(b - 1)))
                .orElse(0.0);
        List<Shot> own = shots.stream()
                .filter(shot -> shot.weights().equals(Multipliers.together(judged))
                        && shot.drawn().image().isPresent())
                .toList();
        List<Measure> measures = new ArrayList<>();
        if (!own.isEmpty() && training.isEnough()) {
            measures.add(new Measure.Memorisation(
                    moment.epoch(),
                    moment.step(),
                    own.stream()
                            .map(shot -> training.of(
                                    fileName(moment.epoch(), shot), shot.drawn().latent()))
                            .toList()));
        }
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            Optional<Double> spread = spread(own, prompt);
            Optional<Double> ofBase = spread(base, prompt);
            if (spread.isPresent() && ofBase.isPresent()) {
                measures.add(new Measure.Variety(
                        moment.epoch(), moment.step(), prompts.get(prompt), spread.get(), ofBase.get()));
            }
        }
        return measures;
    }

    /** The mean distance between two pictures of a prompt; empty if there are fewer. */
    private static Optional<Double> spread(List<Shot> shots, int prompt) {
        List<float[]> latents = shots.stream()
                .filter(shot -> shot.prompt() == prompt)
                .map(shot -> shot.drawn().latent())
                .toList();
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < latents.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += TrainingLatents.distance(latents.get(i), latents.get(j));
                pairs++;
            }
        }
        return pairs == 0 ? Optional.empty() : Optional.of(sum / pairs);
    }
}
