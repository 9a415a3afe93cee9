package lorasweep.trial;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lorasweep.setting.SettingCatalog;

/**
 * What trials must have in common to be trained in one pack; the one place that says it. A pack runs
 * every image of K trials through one frozen base at once, so base, pictures, sizes, batches, number
 * formats, probes and the length of contexts are equal; everything else may differ.
 */
public record PackKey(
        BaseSettings base,
        DatasetSettings dataset,
        HeldoutSettings heldout,
        BucketSettings buckets,
        BatchSettings batch,
        ComputeSettings compute,
        ProbeSettings probes,
        int maxTokenLength) {
    private static final Set<String> NAMES = Stream.concat(
                    Stream.of(
                                    BaseSettings.class,
                                    DatasetSettings.class,
                                    HeldoutSettings.class,
                                    BucketSettings.class,
                                    BatchSettings.class,
                                    ComputeSettings.class,
                                    ProbeSettings.class)
                            .flatMap(group -> SettingCatalog.of(group).names().stream()),
                    Stream.of("max_token_length"))
            .collect(Collectors.toUnmodifiableSet());

    /** What a trial needs of its pack mates. */
    public static PackKey of(TrialSpec spec) {
        return new PackKey(
                spec.base(),
                spec.dataset(),
                spec.heldout(),
                spec.buckets(),
                spec.batch(),
                spec.compute(),
                spec.probes(),
                spec.captions().maxTokenLength());
    }

    /** The names of the settings that must be equal within a pack. */
    public static Set<String> settings() {
        return NAMES;
    }

    /** The settings that keep two trials from sharing a pack, in the order of the catalog; empty if they can. */
    public static List<String> conflicts(TrialSpec first, TrialSpec second) {
        Map<String, JsonNode> others = second.settings();
        Map<String, JsonNode> own = first.settings();
        return TrialSpecCodec.catalog().names().stream()
                .filter(NAMES::contains)
                .filter(name -> !Objects.equals(own.get(name), others.get(name)))
                .toList();
    }
}
