package lorasweep.preset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lorasweep.setting.SettingCatalog;
import lorasweep.trial.CrossAttention;
import lorasweep.trial.HeldoutSettings;
import lorasweep.trial.ProbeSettings;
import lorasweep.trial.TrialSpec;

/**
 * A trial as a config file of kohya's sd-scripts ({@code train_network.py --config_file}). What
 * {@link KohyaPreset} reads from it is the trial again, except for what is measured and held out,
 * which that program does not know.
 */
public final class KohyaToml {
    private static final TomlMapper MAPPER = new TomlMapper();

    /** Written as {@code key=value} in a list of arguments. */
    private static final Map<String, List<String>> ARGUMENT_LISTS = Map.of(
            "optimizer_args", List.of("betas", "eps", "weight_decay"),
            "network_args", List.of("conv_dim", "conv_alpha"));

    /** Where 0 means off here, and something else or an error there. */
    private static final Set<String> OFF_IF_ZERO =
            Set.of("max_train_epochs", "save_every_n_epochs", "save_every_n_steps", "caption_dropout_every_n_epochs");

    /** Always written: where it is missing, ours warms up and theirs does not. */
    private static final String WARM_UP = "lr_warmup_steps";

    private static final String SHORTEST_TOKEN_LENGTH = "75";

    private KohyaToml() {}

    /** The config file's text. */
    public static String text(TrialSpec spec) {
        Map<String, JsonNode> settings = spec.settings();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("network_module", "networks.lora");
        root.put(spec.compute().crossAttention() == CrossAttention.SDPA ? "sdpa" : "mem_eff_attn", true);
        double warmUp = spec.schedule().warmUp();
        if (warmUp < 1) {
            root.put(WARM_UP, warmUp);
        } else {
            root.put(WARM_UP, (long) warmUp);
        }
        settings.forEach((name, value) -> {
            if (isWritten(name, value, spec)) {
                root.set(name, value);
            }
        });
        ARGUMENT_LISTS.forEach((list, names) -> {
            ArrayNode arguments = MAPPER.createArrayNode();
            for (String name : names) {
                JsonNode value = settings.get(name);
                boolean hasEffect =
                        !name.equals("conv_alpha") || spec.network().convDim().isPresent();
                if (value != null && hasEffect) {
                    arguments.add(name + "=" + text(value));
                }
            }
            if (!arguments.isEmpty()) {
                root.set(list, arguments);
            }
        });
        try {
            return MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings of ours cannot be written as TOML", e);
        }
    }

    private static boolean isWritten(String name, JsonNode value, TrialSpec spec) {
        boolean isOurs = Stream.of(HeldoutSettings.class, ProbeSettings.class)
                .anyMatch(group -> SettingCatalog.of(group).names().contains(name));
        boolean isElsewhere = name.equals("cross_attention")
                || name.equals(WARM_UP)
                || ARGUMENT_LISTS.values().stream().anyMatch(names -> names.contains(name));
        boolean isOff = OFF_IF_ZERO.contains(name) && value.asInt() == 0;
        boolean isDefaultThere = name.equals("max_token_length") && text(value).equals(SHORTEST_TOKEN_LENGTH);
        boolean isOverruled = name.equals("max_train_steps") && spec.length().maxTrainEpochs() > 0;
        return !isOurs && !isElsewhere && !isOff && !isDefaultThere && !isOverruled;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
