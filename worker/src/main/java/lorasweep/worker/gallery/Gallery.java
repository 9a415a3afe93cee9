package lorasweep.worker.gallery;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorasweep.trial.LearningRates;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.gallery.TrialPictures.Shot;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.probe.Multipliers;
import lorasweep.worker.sampling.AppliedLora;
import lorasweep.worker.sampling.DrawnImage;
import lorasweep.worker.sampling.ImageRequest;
import lorasweep.worker.sampling.LoraMix;
import lorasweep.worker.sampling.PromptEncoder;
import lorasweep.worker.sampling.TextToImage;
import lorasweep.worker.train.FrozenBase;
import lorasweep.worker.train.PackInputs;
import lorasweep.worker.train.PackMeasures.Member;
import lorasweep.worker.train.PackMeasures.Moment;

/**
 * Draws the sample pictures of a pack's trials, several trials side by side over the same noise, and
 * leaves them in the trials' folders beside the base's own.
 */
public final class Gallery {
    /** Places of latents in one batch, those for the negative prompt included: 8 of 512x512. */
    private static final long BATCH_PLACES = 8 * 64 * 64;

    private final PackInputs inputs;
    private final SampleSettings settings;
    private final List<String> prompts;
    private final TextToImage pictures;
    private final BasePictures basePictures;
    private final TrainingLatents training;

    private Gallery(PackInputs inputs, SampleSettings settings) {
        this.inputs = inputs;
        this.settings = settings;
        this.prompts = Prompts.of(settings, inputs.dataset());
        FrozenBase base = inputs.base().frozen();
        this.pictures = new TextToImage(
                base.kernels(),
                base.schedule(),
                base.prediction(),
                new PromptEncoder(base.kernels(), base.text(), inputs.base().tokenizer(), List.of()),
                base.unet(),
                inputs.base().vae());
        TrialSpec first = inputs.trials().get(0);
        this.basePictures = new BasePictures(inputs);
        this.training = new TrainingLatents(
                inputs.dataset().training(), size(), first.dataset().flipAug(), inputs.latents());
    }

    /**
     * The gallery of a pack, if pictures are wanted. The base's pictures are drawn now if they are
     * missing, so that what cannot be drawn is refused before anything is trained.
     *
     * @throws lorasweep.trial.InvalidInputException if a prompt or the size cannot be drawn
     */
    public static Optional<Gallery> of(PackInputs inputs) {
        return inputs.samples().map(settings -> {
            Gallery gallery = new Gallery(inputs, settings);
            inputs.trials().stream()
                    .map(spec -> spec.captions().clipSkip())
                    .distinct()
                    .forEach(gallery::base);
            return gallery;
        });
    }

    /** Whether pictures are drawn of a trial at a moment. */
    public boolean isDue(Member member, Moment moment) {
        return DrawnEpochs.includes(settings.epochs(), member.spec(), moment.epoch(), member.epochs(), member.isLast());
    }

    /** Draws trials that are due. */
    public void draw(Moment moment, List<Member> due) throws IOException {
        Map<Integer, List<Member>> byClipSkip = due.stream()
                .collect(Collectors.groupingBy(
                        member -> member.spec().captions().clipSkip(), TreeMap::new, Collectors.toList()));
        for (List<Member> members : byClipSkip.values()) {
            for (List<Member> some : parts(members, batch() / seedsTogether())) {
                drawTogether(moment, some);
            }
        }
    }

    private void drawTogether(Moment moment, List<Member> members) throws IOException {
        int clipSkip = members.get(0).spec().captions().clipSkip();
        List<List<LoraAdapter>> loras =
                members.stream().map(member -> member.lora().get()).toList();
        List<List<Shot>> shots = IntStream.range(0, members.size())
                .<List<Shot>>mapToObj(k -> new ArrayList<>())
                .toList();
        for (double weight : settings.weights()) {
            if (weight != 0) {
                draw(variants(loras, k -> List.of(Multipliers.together(weight))), clipSkip, settings.seeds(), shots);
            }
        }
        List<Variant> apart =
                variants(loras, k -> isDrawnApart(members.get(k)) ? Multipliers.APART : List.<Multipliers>of());
        for (List<Variant> some : parts(apart, batch())) {
            draw(some, clipSkip, settings.seeds().subList(0, 1), shots);
        }
        List<Shot> base = base(clipSkip);
        for (int k = 0; k < members.size(); k++) {
            new TrialPictures(inputs, settings, prompts, members.get(k).spec(), training)
                    .keep(moment, base, shots.get(k));
        }
    }

    private boolean isDrawnApart(Member member) {
        LearningRates rates = member.spec().learningRates();
        return settings.apart() && member.isLast() && rates.trainsUnet() && rates.trainsTextEncoder();
    }

    /** A LoRA under some weights, and whose of the members it is. */
    private record Variant(int member, Multipliers weights, List<LoraAdapter> adapters) {
        AppliedLora lora() {
            return new AppliedLora(adapters, weights.textEncoder(), weights.unet());
        }
    }

    private static List<Variant> variants(List<List<LoraAdapter>> loras, IntFunction<List<Multipliers>> weights) {
        return IntStream.range(0, loras.size())
                .boxed()
                .flatMap(k -> weights.apply(k).stream().map(pair -> new Variant(k, pair, loras.get(k))))
                .toList();
    }

    private void draw(List<Variant> variants, int clipSkip, List<Long> allSeeds, List<List<Shot>> shots) {
        FrozenBase base = inputs.base().frozen();
        List<List<AppliedLora>> loras =
                variants.stream().map(variant -> List.of(variant.lora())).toList();
        try (NDManager owner = base.manager().newSubManager();
                LoraMix mix = LoraMix.of(base.kernels(), owner, base.config(), loras)) {
            for (int prompt = 0; prompt < prompts.size(); prompt++) {
                for (List<Long> seeds : parts(allSeeds, seedsTogether())) {
                    List<DrawnImage> drawn = pictures.draw(owner, request(prompt, clipSkip, seeds), mix, step -> {});
                    for (int i = 0; i < drawn.size(); i++) {
                        Variant variant = variants.get(i / seeds.size());
                        shots.get(variant.member()).add(new Shot(variant.weights(), prompt, drawn.get(i)));
                    }
                }
            }
        }
    }

    /** The base's pictures, one by one: they are the same whatever is drawn beside them. */
    private List<Shot> base(int clipSkip) {
        FrozenBase base = inputs.base().frozen();
        List<Shot> shots = new ArrayList<>();
        try (NDManager owner = base.manager().newSubManager();
                LoraMix none = LoraMix.of(base.kernels(), owner, base.config(), List.of(List.of()))) {
            for (int prompt = 0; prompt < prompts.size(); prompt++) {
                for (long seed : settings.seeds()) {
                    ImageRequest request = request(prompt, clipSkip, List.of(seed));
                    DrawnImage drawn = basePictures.find(request).orElseGet(() -> {
                        DrawnImage made =
                                pictures.draw(owner, request, none, step -> {}).get(0);
                        basePictures.keep(request, made);
                        return made;
                    });
                    shots.add(new Shot(Multipliers.together(0), prompt, drawn));
                }
            }
        }
        return shots;
    }

    private ImageRequest request(int prompt, int clipSkip, List<Long> seeds) {
        return new ImageRequest(
                prompts.get(prompt),
                settings.negative().orElse(""),
                settings.sampler(),
                settings.steps(),
                settings.cfg(),
                size(),
                clipSkip,
                seeds);
    }

    private PixelSize size() {
        return new PixelSize(settings.size().width(), settings.size().height());
    }

    /** Pictures that are drawn at once. */
    private int batch() {
        long scale = inputs.base().model().config().vae().downscaleFactor();
        return (int) Math.max(1, BATCH_PLACES / (2 * size().area() / (scale * scale)));
    }

    private int seedsTogether() {
        return Math.min(settings.seeds().size(), batch());
    }

    private static <T> List<List<T>> parts(List<T> all, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int first = 0; first < all.size(); first += size) {
            parts.add(all.subList(first, Math.min(all.size(), first + size)));
        }
        return parts;
    }
}
