package lorasweep.worker.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.TensorEntry;

/**
 * Compares the tensors that networks need with those that files have, and lists all that are missing,
 * misshapen or left over at once.
 */
final class TensorMatch {
    /** So many lines of one kind are shown; the rest is counted. */
    private static final int SHOWN = 20;

    private static final Set<Dtype> FLOATING = EnumSet.of(Dtype.F64, Dtype.F32, Dtype.F16, Dtype.BF16);

    /**
     * What checkpoints carry besides the networks: averaged copies of the weights, tables that follow
     * from the noise schedule, losses of the autoencoder's training, token positions 0 to 76, and
     * CLIP's projection into the space that it shares with images.
     */
    private static final Pattern KNOWN_EXTRA = Pattern.compile("(first_stage_model\\.)?(model_ema|loss)\\..*"
            + "|betas|alphas_cumprod.*|sqrt_.*|log_one_minus.*|posterior_.*|lvlb_weights|logvar"
            + "|denoiser\\.(log_)?sigmas|v_pred|ztsnr"
            + "|(.*\\.)?(position_ids|logit_scale|text_projection(\\.weight)?)");

    private final List<String> missing = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> unused = new ArrayList<>();

    /**
     * Finds the tensors of a network in a file.
     *
     * @param spellings the names that a tensor may have in the file, from its diffusers name
     * @param used collects the names that were found
     */
    StoredPart find(
            Part part,
            List<Layer> layers,
            SafetensorsFile file,
            Function<String, List<String>> spellings,
            Set<String> used) {
        Map<String, StoredPart.Stored> found = new LinkedHashMap<>();
        Layer.tensors(layers).forEach((name, shape) -> {
            List<String> candidates = spellings.apply(name);
            Optional<TensorEntry> stored = candidates.stream()
                    .filter(file.tensors()::containsKey)
                    .findFirst()
                    .map(file::entry);
            if (stored.isPresent()) {
                used.add(stored.get().name());
                check(file, part, stored.get(), shape);
                found.put(name, new StoredPart.Stored(stored.get(), shape));
            } else {
                missing.add("%s: tensor \"%s\" is missing, expected with shape %s for the %s; download the file again."
                        .formatted(file.path(), candidates.get(0), shape, title(part)));
            }
        });
        return new StoredPart(file, found);
    }

    /** Notes every tensor of a file that no network used and that is not one of the known extras. */
    void leftOver(SafetensorsFile file, Collection<String> names, Set<String> used) {
        Set<String> rest = new HashSet<>(used);
        names.stream()
                .filter(name ->
                        !rest.contains(name) && !KNOWN_EXTRA.matcher(name).matches())
                .forEach(name -> unused.add(
                        "%s: tensor %s is unknown, expected only those of Stable Diffusion 1.x; this is a model of another architecture, or something was merged into it."
                                .formatted(file.path(), VisibleText.quote(name))));
    }

    /**
     * Ends the comparison.
     *
     * @throws InvalidInputException listing everything that was found wrong
     */
    void finish() {
        List<String> problems = new ArrayList<>();
        addFirst(problems, missing, "missing");
        addFirst(problems, wrong, "of another shape or type");
        addFirst(problems, unused, "unknown");
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private void check(SafetensorsFile file, Part part, TensorEntry entry, List<Long> shape) {
        if (!entry.shape().equals(shape) && !(part == Part.VAE && isPointwise(entry.shape(), shape))) {
            wrong.add("%s: tensor \"%s\" has shape %s, expected %s for the %s."
                    .formatted(file.path(), entry.name(), entry.shape(), shape, title(part)));
        }
        if (!FLOATING.contains(entry.dtype())) {
            wrong.add("%s: tensor \"%s\" has type %s, expected one of %s; save the model as fp16 or fp32."
                    .formatted(file.path(), entry.name(), entry.dtype(), FLOATING));
        }
    }

    /** LDM keeps the VAE's attention as 1x1 convolutions, diffusers as matrices of the same elements. */
    private static boolean isPointwise(List<Long> stored, List<Long> matrix) {
        return matrix.size() == 2
                && stored.size() == 4
                && stored.subList(0, 2).equals(matrix)
                && stored.get(2) == 1
                && stored.get(3) == 1;
    }

    private static void addFirst(List<String> problems, List<String> lines, String kind) {
        problems.addAll(lines.subList(0, Math.min(SHOWN, lines.size())));
        if (lines.size() > SHOWN) {
            problems.add("and %,d more tensors that are %s.".formatted(lines.size() - SHOWN, kind));
        }
    }

    static String title(Part part) {
        return switch (part) {
            case TEXT_ENCODER -> "text encoder";
            case UNET -> "U-Net";
            case VAE -> "VAE";
        };
    }
}
