package lorasweep.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SettingBinderTest {
    private static final SettingBinder<Sample> BINDER = SettingBinder.of(Sample.class);

    public record Sample(
            Inner inner,

            @Setting(value = "names", doc = "names", byDefault = "")
            List<String> names) {}

    public record Inner(
            @Setting(value = "size", doc = "how large", min = 1, max = 9)
            int size,

            @Setting(value = "width", doc = "how wide", sameAs = "size", min = 1)
            int width,

            @Setting(value = "share", doc = "how much", byDefault = "0.5", min = 0, below = 1)
            double share,

            @Setting(value = "limit", doc = "at most") OptionalInt limit,

            @Setting(value = "label", doc = "what it is called")
            Optional<String> label) {
        public Inner {
            new BrokenRulesException.Rules()
                    .require(width >= size, "width", "width is less than size.")
                    .check();
        }
    }

    @Test
    void saysAllThatIsWrongWithItsPlace() {
        Binding<Sample> binding = bind(Map.of("size", "ten", "share", 1, "limitt", 3, "label", List.of(1)));
        assertThat(binding.value()).isEmpty();
        assertThat(binding.problems())
                .containsExactlyInAnyOrder(
                        "f:limitt: unknown setting \"limitt\"; did you mean \"limit\"?",
                        "f:size: size is \"ten\", expected a whole number from 1 to 9.",
                        "f:share: share is \"1\", expected a number at least 0 and below 1.",
                        "f:label: label is \"[1]\", expected one line of text.");
    }

    @Test
    void reportsABrokenRuleAtTheSettingThatHasToChange() {
        assertThat(bind(Map.of("size", 3, "width", 2)).problems()).containsExactly("f:width: width is less than size.");
    }

    @Test
    void refusesASettingThatIsMissingOrGivenTwice() {
        assertThat(bind(Map.of()).problems())
                .containsExactly("f: size is missing, expected a whole number from 1 to 9 (how large).");
        List<GivenSetting> twice = given(Map.of("size", 1));
        twice.addAll(given(Map.of("size", 2)));
        assertThat(BINDER.bind(twice, "f").problems()).containsExactly("f:size: size is given twice; remove one.");
    }

    @Test
    void fillsInDefaults() {
        Sample sample = bind(Map.of("size", 3)).value().orElseThrow();
        assertThat(sample)
                .isEqualTo(new Sample(new Inner(3, 3, 0.5, OptionalInt.empty(), Optional.empty()), List.of()));
    }

    @Test
    void nullAsksForTheDefaultAndEmptyTextIsUnset() throws Exception {
        JsonNode nothing = JsonMapper.builder().build().readTree("null");
        List<GivenSetting> given = given(Map.of("size", "4", "label", "", "limit", ""));
        given.add(new GivenSetting("share", nothing, "f"));
        Sample sample = BINDER.bind(given, "f").value().orElseThrow();
        assertThat(sample.inner().share()).isEqualTo(0.5);
        assertThat(sample.inner().label()).isEmpty();
        assertThat(sample.inner().limit()).isEmpty();
    }

    @Test
    void readsOneValueAsAListOfOne() {
        assertThat(bind(Map.of("size", 1, "names", "a")).value().orElseThrow().names())
                .containsExactly("a");
        assertThat(bind(Map.of("size", 1, "names", List.of("a", "b")))
                        .value()
                        .orElseThrow()
                        .names())
                .containsExactly("a", "b");
    }

    @Test
    void refusesARecordThatDeclaresWhatIsNoSetting() {
        record Unknown(int plain) {}
        record Twice(
                @Setting(value = "a", doc = "") int a,
                @Setting(value = "a", doc = "") int b) {}
        assertThatThrownBy(() -> SettingCatalog.of(Unknown.class)).hasMessageContaining("not a setting");
        assertThatThrownBy(() -> SettingCatalog.of(Twice.class)).hasMessageContaining("declared twice");
    }

    private static Binding<Sample> bind(Map<String, ?> settings) {
        return BINDER.bind(given(settings), "f");
    }

    private static List<GivenSetting> given(Map<String, ?> settings) {
        List<GivenSetting> given = new ArrayList<>();
        settings.forEach((name, value) ->
                given.add(new GivenSetting(name, JsonMapper.builder().build().valueToTree(value), "f:" + name)));
        return given;
    }
}
