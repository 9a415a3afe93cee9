package lorasweep.worker.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lorasweep.worker.lora.LoraSummary;
import lorasweep.worker.model.BaseSummary;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.VisibleText;
import lorasweep.worker.safetensors.Dtype;

/** Prints an inspection for a person. Everything that came from the file is made visible first. */
final class InspectionText {
    /** Names shown of a list; the rest is counted. */
    private static final int LISTED = 20;

    private static final int HASH_DIGITS = 12;

    private final PrintWriter out;

    private InspectionText(PrintWriter out) {
        this.out = out;
    }

    static void print(Inspection inspection, PrintWriter out) {
        new InspectionText(out).print(inspection);
    }

    private void print(Inspection inspection) {
        out.println(VisibleText.of(inspection.file()) + ": " + inspection.kind());
        inspection.problems().forEach(problem -> out.println("  " + VisibleText.of(problem)));
        if (inspection.bytes() != null && inspection.elements() != null) {
            String tensors = counts(inspection.precisions());
            double mebibytes = inspection.bytes() / 1048576.0;
            out.printf(
                    Locale.ROOT, "  %,.1f MiB, %,d numbers, tensors: %s%n", mebibytes, inspection.elements(), tensors);
        }
        if (inspection.hash() != null) {
            hash(inspection.hash());
        }
        if (inspection.lora() != null) {
            lora(inspection.lora());
        }
        if (inspection.base() != null) {
            networks(inspection.base());
            shapes(inspection.base().config());
        }
        new MetadataText(out).print(inspection.metadata());
    }

    private void hash(Inspection.HashCheck hash) {
        String verdict = switch (hash.verdict()) {
            case MATCHES -> "as recorded: the weights are those that were saved";
            case DIFFERS -> "differs from the recorded one: the weights were changed after they were saved";
            case NOT_RECORDED -> "no hash is recorded in the file";
        };
        out.printf("  sshs_model_hash %s (%s)%n", hash.computed().substring(0, HASH_DIGITS), verdict);
    }

    private void lora(LoraSummary lora) {
        title("Modules");
        out.printf(Locale.ROOT, "  %,d modules with %,d parameters%n", lora.modules(), lora.parameters());
        out.printf("  %-24s %7s %5s %8s %8s%n", "", "modules", "rank", "alpha", "scale");
        for (LoraSummary.Group group : lora.groups()) {
            out.printf(Locale.ROOT, "  %-24s %7d %5d ", group.name(), group.modules(), group.rank());
            out.printf(Locale.ROOT, "%8.4g %8.4g%n", group.alpha(), group.scale());
        }
        title("Change of the weights (Frobenius norm of scale * up * down)");
        out.printf("  %-24s %7s %10s %10s  %s%n", "", "modules", "together", "largest", "largest module");
        for (LoraSummary.Block block : lora.blocks()) {
            out.printf(Locale.ROOT, "  %-24s %7d %10.4g ", block.name(), block.modules(), block.norm());
            out.printf(Locale.ROOT, "%10.4g  %s%n", block.largest(), VisibleText.of(block.largestModule()));
        }
        if (!lora.unknown().isEmpty()) {
            title("Tensors without effect");
            lora.unknown().stream().limit(LISTED).forEach(name -> out.println("  " + VisibleText.of(name)));
            more("  ", lora.unknown().size());
        }
    }

    private void networks(BaseSummary base) {
        title("Networks");
        for (BaseSummary.Network network : base.networks()) {
            String name = network.part().name().toLowerCase(Locale.ROOT);
            out.printf(
                    Locale.ROOT,
                    "  %-12s %,13d parameters in %d tensors: %s; ",
                    name,
                    network.parameters(),
                    network.tensors(),
                    counts(network.precisions()));
            out.println(VisibleText.of(network.file()));
        }
    }

    private void shapes(StableDiffusionConfig config) {
        title("Shapes");
        List<UNetConfig.Level> levels = config.unet().levels();
        out.printf(
                "  U-Net: widths %s, heads %s, attention %s, context width %d, %d norm groups%n",
                levels.stream().map(UNetConfig.Level::channels).toList(),
                levels.stream().map(UNetConfig.Level::heads).toList(),
                levels.stream().map(UNetConfig.Level::attention).toList(),
                config.unet().crossAttentionDim(),
                config.unet().normGroups());
        out.printf(
                "  VAE: widths %s, %d pixels per latent pixel, latents times %s%n",
                config.vae().blockOutChannels(),
                config.vae().downscaleFactor(),
                config.vae().scalingFactor());
        out.printf(
                "  text encoder: %d layers of width %d, %d heads, %d positions%n",
                config.text().layers(),
                config.text().hiddenSize(),
                config.text().heads(),
                config.text().positions());
        out.printf(
                "  predicts %s, %d timesteps%n",
                config.scheduler().predictionType().name().toLowerCase(Locale.ROOT),
                config.scheduler().numTrainTimesteps());
    }

    private void more(String indent, int size) {
        if (size > LISTED) {
            out.printf(Locale.ROOT, "%sand %,d more%n", indent, size - LISTED);
        }
    }

    private void title(String title) {
        out.println();
        out.println(title);
    }

    private static String counts(Map<Dtype, Integer> precisions) {
        List<String> counts = new ArrayList<>();
        precisions.forEach((dtype, count) -> counts.add(count + " " + dtype));
        return String.join(", ", counts);
    }
}
