package lorasweep.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import org.junit.jupiter.api.Test;

class CaptionRulesTest {
    private static final int USES = 2000;

    @Test
    void leavesACaptionAsItIs() {
        assertThat(draws(rules(), "a,b,  c", 1)).containsOnly("a,b,  c");
        assertThat(rules().isRandom()).isFalse();
    }

    @Test
    void putsPrefixAndSuffixAround() {
        CaptionRules rules = rules("caption_prefix", "pre,", "caption_suffix", "post");

        assertThat(draws(rules, "a, b", 1)).containsOnly("pre, a, b post");
        assertThat(rules.fixed("a, b")).isEqualTo("pre, a, b post");
    }

    @Test
    void shufflesAllButTheKeptTags() {
        CaptionRules rules = rules("shuffle_caption", true, "keep_tokens", 2);
        Set<String> texts = new HashSet<>(draws(rules, "x,y, a , b,c,", 1));

        assertThat(texts)
                .containsExactlyInAnyOrder(
                        "x, y, a, b, c",
                        "x, y, a, c, b",
                        "x, y, b, a, c",
                        "x, y, b, c, a",
                        "x, y, c, a, b",
                        "x, y, c, b, a");
        assertThat(rules.isRandom()).isTrue();
        assertThat(rules.fixed("x,y, a")).isEqualTo("x,y, a");
    }

    @Test
    void keepsWhatTheSeparatorsEnclose() {
        CaptionRules rules = rules("shuffle_caption", true, "keep_tokens", 9, "keep_tokens_separator", "|||");

        assertThat(new HashSet<>(draws(rules, "x, y ||| a, b ||| z", 1)))
                .containsExactlyInAnyOrder("x, y, a, b, z", "x, y, b, a, z");
        assertThat(new HashSet<>(draws(rules, "x ||| a, b", 1))).containsExactlyInAnyOrder("x, a, b", "x, b, a");
    }

    @Test
    void neverShowsTheSeparator() {
        CaptionRules rules = rules("keep_tokens_separator", "|||");

        assertThat(draws(rules, "x ||| a, b ||| z", 1)).containsOnly("x, a, b, z");
        assertThat(rules.fixed("x ||| a, b")).isEqualTo("x, a, b");
        assertThat(rules.fixed("x,  a")).isEqualTo("x,  a");
    }

    @Test
    void dropsCaptionsAtTheRate() {
        List<String> texts = draws(rules("caption_dropout_rate", 0.25), "a, b", 1);

        assertThat(texts).containsOnly("", "a, b");
        assertThat(texts.stream().filter(String::isEmpty).count()).isBetween(430L, 570L);
    }

    @Test
    void dropsCaptionsEveryNthEpochCountedFromOne() {
        CaptionRules rules = rules("caption_dropout_every_n_epochs", 3);

        assertThat(draws(rules, "a", 1)).containsOnly("a");
        assertThat(draws(rules, "a", 2)).containsOnly("a");
        assertThat(draws(rules, "a", 3)).containsOnly("");
        assertThat(draws(rules, "a", 6)).containsOnly("");
    }

    @Test
    void dropsTagsAtTheRateButNeverKeptOnes() {
        CaptionRules rules = rules("caption_tag_dropout_rate", 0.5, "keep_tokens", 1);
        List<String> texts = draws(rules, "x, a, b", 1);

        assertThat(new HashSet<>(texts)).containsExactlyInAnyOrder("x", "x, a", "x, b", "x, a, b");
        assertThat(texts.stream().filter("x"::equals).count()).isBetween(430L, 570L);
    }

    private static CaptionRules rules(Object... settings) {
        return new CaptionRules(new Folder(Path.of("data")).spec(settings).captions());
    }

    private static List<String> draws(CaptionRules rules, String caption, int epoch) {
        List<String> texts = new ArrayList<>();
        for (int use = 0; use < USES; use++) {
            texts.add(rules.drawn(caption, epoch, RandomStream.of(5, Purpose.CAPTION, epoch, 77, use)));
        }
        return texts;
    }
}
