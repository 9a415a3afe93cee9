package lorasweep.preset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lorasweep.setting.GivenSetting;

/**
 * What is particular to the JSON of the kohya_ss GUI: names of its own, and fields in which 0 says "not
 * set" ({@code max_train_epochs}, {@code max_train_steps}, {@code lr_warmup_steps}, {@code conv_dim}).
 * In every other field a 0 stays a 0, although the GUI itself drops it on the way to the trainer, which
 * then uses its own default: {@code max_grad_norm} 0 means "not clipped" to whoever typed it.
 */
final class GuiPreset {
    private static final Map<String, String> NAMES =
            Map.of("max_resolution", "resolution", "optimizer", "optimizer_type", "xformers", "cross_attention");
    private static final Set<String> LENGTHS = Set.of("epoch", "max_train_epochs", "max_train_steps");
    private static final Set<String> WARM_UPS = Set.of("lr_warmup", "lr_warmup_steps");
    private static final Set<String> CONVOLUTIONS = Set.of("conv_dim", "conv_alpha");

    private final Map<String, GivenSetting> entries = new LinkedHashMap<>();

    GuiPreset(List<GivenSetting> entries) {
        entries.forEach(entry -> this.entries.put(entry.name(), entry));
    }

    /** What becomes of an entry; empty if there is nothing particular about it. */
    Optional<PresetEntry> translate(GivenSetting entry) {
        String name = entry.name();
        if (LENGTHS.contains(name)) {
            return Optional.of(length(entry));
        }
        if (WARM_UPS.contains(name)) {
            return Optional.of(warmUp(entry));
        }
        if (CONVOLUTIONS.contains(name)) {
            return Optional.of(convolution(entry));
        }
        if (name.equals("LoRA_type") && text("LoRA_type").equals("Kohya LoCon")) {
            return Optional.of(PresetEntry.ignored(entry, "conv_dim and conv_alpha say it"));
        }
        if (name.equals("seed") && isZero("seed")) {
            return Optional.of(PresetEntry.used(entry, "the GUI draws a random seed for 0; here 0 is a seed"));
        }
        return Optional.ofNullable(NAMES.get(name))
                .map(ours -> PresetEntry.usedAs(entry, renamed(entry, ours), "as " + ours));
    }

    private PresetEntry length(GivenSetting entry) {
        String deciding = !isZero("max_train_epochs")
                ? "max_train_epochs"
                : !isZero("max_train_steps") ? "max_train_steps" : "epoch";
        if (!entry.name().equals(deciding)) {
            return PresetEntry.ignored(entry, deciding + " decides, as in the GUI");
        }
        return entry.name().equals("epoch")
                ? PresetEntry.usedAs(entry, renamed(entry, "max_train_epochs"), "as max_train_epochs")
                : PresetEntry.used(entry, "");
    }

    private PresetEntry warmUp(GivenSetting entry) {
        boolean isPercent = entry.name().equals("lr_warmup");
        if (text("lr_scheduler").equals("constant")) {
            return PresetEntry.ignored(entry, "the GUI has no warm-up with lr_scheduler constant");
        }
        if (isPercent == isZero("lr_warmup_steps")) {
            return isPercent ? percent(entry) : PresetEntry.used(entry, "");
        }
        return PresetEntry.ignored(entry, (isPercent ? "lr_warmup_steps" : "lr_warmup") + " decides, as in the GUI");
    }

    private static PresetEntry percent(GivenSetting entry) {
        try {
            BigDecimal share = new BigDecimal(entry.value().asText()).movePointLeft(2);
            GivenSetting steps = new GivenSetting("lr_warmup_steps", DecimalNode.valueOf(share), entry.place());
            return PresetEntry.usedAs(
                    entry,
                    steps,
                    "as lr_warmup_steps " + share.stripTrailingZeros().toPlainString());
        } catch (NumberFormatException notANumber) {
            return PresetEntry.usedAs(entry, renamed(entry, "lr_warmup_steps"), "percent");
        }
    }

    private PresetEntry convolution(GivenSetting entry) {
        return text("LoRA_type").equals("Kohya LoCon") && !isZero("conv_dim")
                ? PresetEntry.used(entry, "")
                : PresetEntry.ignored(entry, "3x3 convolutions are adapted with LoRA_type Kohya LoCon only");
    }

    private static GivenSetting renamed(GivenSetting entry, String name) {
        return new GivenSetting(name, entry.value(), entry.place());
    }

    private String text(String name) {
        return Optional.ofNullable(entries.get(name))
                .map(GivenSetting::value)
                .map(JsonNode::asText)
                .orElse("");
    }

    private boolean isZero(String name) {
        String text = text(name);
        return text.isEmpty() || text.matches("0+(\\.0*)?");
    }
}
