package lorasweep.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lorasweep.worker.lora.LoraSummary;
import lorasweep.worker.model.BaseSummary;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.VisibleText;
import lorasweep.worker.safetensors.Dtype;

/** Prints an inspection for a person. Everything that came from the file is made visible first. */
final class InspectionText {
    /** Tags, folders and buckets shown of each list; the rest is counted. */
    private static final int LISTED = 20;

    /** Characters shown of one entry; thumbnails and long comments are cut here. */
    private static final int SHOWN_CHARACTERS = 1000;

    private final PrintWriter out;

    private InspectionText(PrintWriter out) {
        this.out = out;
    }

    static void print(Inspection inspection, PrintWriter out) {
        new InspectionText(out).print(inspection);
    }

    private void print(Inspection inspection) {
        line("%s: %s", VisibleText.of(inspection.file()), inspection.kind());
        inspection.problems().forEach(problem -> line("  %s", VisibleText.of(problem)));
        if (inspection.bytes() != null && inspection.elements() != null) {
            line(
                    "  %s, %,d numbers, tensors: %s",
                    bytes(inspection.bytes()), inspection.elements(), counts(inspection.precisions()));
        }
        if (inspection.hash() != null) {
            hash(inspection.hash());
        }
        if (inspection.lora() != null) {
            lora(inspection.lora());
        }
        if (inspection.base() != null) {
            base(inspection.base());
        }
        inspection.metadata().forEach(this::group);
    }

    private void hash(Inspection.HashCheck hash) {
        String verdict = switch (hash.verdict()) {
            case MATCHES -> "as recorded: the weights are those that were saved";
            case DIFFERS -> "differs from the recorded one: the weights were changed after they were saved";
            case NOT_RECORDED -> "no hash is recorded in the file";
        };
        line("  sshs_model_hash %s (%s)", hash.computed().substring(0, 12), verdict);
    }

    private void lora(LoraSummary lora) {
        title("Modules: %,d with %,d parameters".formatted(lora.modules(), lora.parameters()));
        line("  %-24s %7s %5s %8s %8s", "", "modules", "rank", "alpha", "scale");
        lora.groups()
                .forEach(group -> line(
                        "  %-24s %7d %5d %8.4g %8.4g",
                        group.name(), group.modules(), group.rank(), group.alpha(), group.scale()));
        title("Change of the weights, Frobenius norm of scale * up * down");
        line("  %-24s %7s %10s %10s  %s", "", "modules", "together", "largest", "largest module");
        lora.blocks()
                .forEach(block -> line(
                        "  %-24s %7d %10.4g %10.4g  %s",
                        block.name(),
                        block.modules(),
                        block.norm(),
                        block.largest(),
                        VisibleText.of(block.largestModule())));
        listed("Tensors without effect", lora.unknown());
    }

    private void base(BaseSummary base) {
        title("Networks");
        base.networks()
                .forEach(network -> line(
                        "  %-12s %,13d parameters in %d tensors: %s; %s",
                        network.part().name().toLowerCase(Locale.ROOT),
                        network.parameters(),
                        network.tensors(),
                        counts(network.precisions()),
                        VisibleText.of(network.file())));
        UNetConfig unet = base.config().unet();
        title("Shapes");
        line(
                "  U-Net: widths %s, heads %s, attention %s, context width %d, %d norm groups",
                unet.levels().stream().map(UNetConfig.Level::channels).toList(),
                unet.levels().stream().map(UNetConfig.Level::heads).toList(),
                unet.levels().stream().map(UNetConfig.Level::attention).toList(),
                unet.crossAttentionDim(),
                unet.normGroups());
        line(
                "  VAE: widths %s, %d pixels per latent pixel, latents times %s",
                base.config().vae().blockOutChannels(),
                base.config().vae().downscaleFactor(),
                base.config().vae().scalingFactor());
        line(
                "  text encoder: %d layers of width %d, %d heads, %d positions",
                base.config().text().layers(),
                base.config().text().hiddenSize(),
                base.config().text().heads(),
                base.config().text().positions());
        line(
                "  predicts %s, %d timesteps",
                base.config().scheduler().predictionType().name().toLowerCase(Locale.ROOT),
                base.config().scheduler().numTrainTimesteps());
    }

    private void group(String title, Map<String, Object> entries) {
        title(title);
        entries.forEach((key, value) -> {
            if (value instanceof JsonNode json && key.equals("ss_tag_frequency")) {
                tags(key, json);
            } else if (value instanceof JsonNode json) {
                line("  %s", VisibleText.of(key));
                tree(json, "    ");
            } else {
                line("  %-36s %s", VisibleText.of(key), shortened(value.toString()));
            }
        });
    }

    private void tags(String key, JsonNode folders) {
        line("  %s", key);
        folders.properties().forEach(folder -> {
            List<Map.Entry<String, JsonNode>> tags =
                    new ArrayList<>(folder.getValue().properties());
            tags.sort(Comparator.comparingLong(
                    (Map.Entry<String, JsonNode> tag) -> -tag.getValue().asLong()));
            line("    %s: %,d tags", VisibleText.of(folder.getKey()), tags.size());
            tags.stream()
                    .limit(LISTED)
                    .forEach(tag -> line(
                            "      %6d  %s",
                            tag.getValue().asLong(), shortened(tag.getKey().strip())));
            more("      ", tags.size());
        });
    }

    /** A JSON object as indented lines; what is nested within its members stays JSON. */
    private void tree(JsonNode object, String indent) {
        object.properties().stream()
                .limit(LISTED)
                .forEach(member -> line(
                        "%s%s: %s",
                        indent,
                        VisibleText.of(member.getKey()),
                        shortened(member.getValue().toString())));
        more(indent, object.size());
    }

    private void listed(String title, List<String> names) {
        if (!names.isEmpty()) {
            title(title);
            names.stream().limit(LISTED).forEach(name -> line("  %s", shortened(name)));
            more("  ", names.size());
        }
    }

    private void more(String indent, int size) {
        if (size > LISTED) {
            line("%sand %,d more", indent, size - LISTED);
        }
    }

    private void title(String title) {
        out.println();
        out.println(title);
    }

    private void line(String format, Object... values) {
        out.println(format.formatted(values));
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS
                ? VisibleText.of(text)
                : "%s... (%,d characters; --json shows all)"
                        .formatted(VisibleText.of(text.substring(0, SHOWN_CHARACTERS)), text.length());
    }

    private static String counts(Map<Dtype, Integer> precisions) {
        List<String> counts = new ArrayList<>();
        precisions.forEach((dtype, count) -> counts.add(count + " " + dtype));
        return String.join(", ", counts);
    }

    private static String bytes(long bytes) {
        return bytes < 1 << 20 ? "%,.1f KiB".formatted(bytes / 1024.0) : "%,.1f MiB".formatted(bytes / 1048576.0);
    }
}
