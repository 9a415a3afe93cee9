package lorasweep.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.NearestName;

/**
 * Ways of writing settings that kohya's trainer has and that are no settings of their own: the argument
 * lists {@code optimizer_args} and {@code network_args}, which hold {@code key=value} pairs, the
 * switches {@code sdpa}, {@code xformers} and {@code mem_eff_attn}; and {@code lr_warmup_steps} in
 * percent.
 */
public final class KohyaForms {
    private static final Map<String, Set<String>> ARGUMENT_LISTS = Map.of(
            "optimizer_args", Set.of("betas", "eps", "weight_decay"),
            "network_args", Set.of("conv_dim", "conv_alpha"));
    private static final Map<String, String> ATTENTION_SWITCHES =
            Map.of("sdpa", "sdpa", "xformers", "xformers", "mem_eff_attn", "plain");

    private KohyaForms() {}

    /** The names that stand for other settings. */
    public static Set<String> names() {
        return Set.copyOf(Stream.concat(ARGUMENT_LISTS.keySet().stream(), ATTENTION_SWITCHES.keySet().stream())
                .toList());
    }

    /**
     * Replaces these forms by the settings they stand for; everything else is passed on as it is.
     *
     * @param problems receives a line for each argument that is not supported
     */
    public static List<GivenSetting> expand(Collection<GivenSetting> given, List<String> problems) {
        List<GivenSetting> expanded = new ArrayList<>();
        for (GivenSetting setting : given) {
            if (ARGUMENT_LISTS.containsKey(setting.name())) {
                arguments(setting).forEach(argument -> expandArgument(setting, argument, expanded, problems));
            } else if (ATTENTION_SWITCHES.containsKey(setting.name())) {
                expandSwitch(setting, expanded);
            } else {
                expanded.add(percent(setting));
            }
        }
        return expanded;
    }

    /** {@code lr_warmup_steps} may be written {@code 10%}. */
    private static GivenSetting percent(GivenSetting setting) {
        String text = setting.value().asText("");
        boolean isPercent = setting.name().equals("lr_warmup_steps") && text.matches("\\d{1,2}(\\.\\d{1,6})?%");
        return isPercent
                ? setting.withValue(
                        DecimalNode.valueOf(new BigDecimal(text.substring(0, text.length() - 1)).movePointLeft(2)))
                : setting;
    }

    private static Stream<String> arguments(GivenSetting list) {
        JsonNode value = list.value();
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText)
                : Arrays.stream(value.asText("").split("\\s+")).filter(argument -> !argument.isEmpty());
    }

    private static void expandArgument(
            GivenSetting list, String argument, List<GivenSetting> expanded, List<String> problems) {
        Set<String> known = ARGUMENT_LISTS.getOrDefault(list.name(), Set.of());
        int equals = argument.indexOf('=');
        String key = equals < 0 ? argument : argument.substring(0, equals).strip();
        if (equals < 0) {
            problems.add(list.place() + ": " + list.name() + " has \"" + argument + "\", expected key=value.");
        } else if (!known.contains(key)) {
            problems.add(list.place() + ": " + list.name() + " has \"" + argument + "\", which is not supported; "
                    + NearestName.suggestion(key, known.stream().sorted().toList()));
        } else {
            expanded.add(new GivenSetting(
                    key, TextNode.valueOf(argument.substring(equals + 1).strip()), list.place()));
        }
    }

    private static void expandSwitch(GivenSetting setting, List<GivenSetting> expanded) {
        String kernel = ATTENTION_SWITCHES.getOrDefault(setting.name(), "");
        switch (setting.value().asText("")) {
            case "true" -> expanded.add(new GivenSetting("cross_attention", TextNode.valueOf(kernel), setting.place()));
            case "false" -> {
                // a switch that is off says nothing about the others
            }
            default -> expanded.add(new GivenSetting("cross_attention", setting.value(), setting.place()));
        }
    }
}
