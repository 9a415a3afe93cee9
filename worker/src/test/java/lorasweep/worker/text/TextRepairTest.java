package lorasweep.worker.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected results are ftfy's, with its default settings. */
class TextRepairTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "&amp; | &",
                "&amp;amp; | &",
                "&lt;b&gt; &amp;amp; | <b> &",
                "&eacute;&Eacute;&#233;&#xE9; | éÉéé",
                "&NTILDE; | Ñ",
                "&hellip; &CounterClockwiseContourIntegral; | … &CounterClockwiseContourIntegral;",
                "&#150; | –",
                "&nope; &notit; & &amp &; | &nope; &notit; & &amp &;",
            })
    void replacesCompleteHtmlEntities(String damaged, String meant) {
        assertThat(TextRepair.repair(damaged)).isEqualTo(meant);
    }

    @Test
    void leavesEntitiesFromTheFirstLineOnThatMayBeMarkup() {
        assertThat(TextRepair.repair("a &amp; b\n<i> &amp;\n&amp;")).isEqualTo("a & b\n<i> &amp;\n&amp;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schÃ¶n cafÃ© | schön café",
                "voilÃ\u00A0 le | voilà le",
                "20Â°C | 20°C",
                "Â£5 | £5",
                "Ã‰cole cÅ“ur | École cœur",
                "â€œquotesâ€\u009D | \"quotes\"",
                "itâ€™s | it's",
                "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ | привет",
                "æ—¥æœ¬ ok 日本 cafÃ© | 日本 ok 日本 café",
                "ðŸ˜€ hi | 😀 hi",
                "l’humanitÃ© | l'humanité",
                "cafÃƒÂ© | café",
                "gÄ™Å›lÄ… jaÅºÅ„ | gęślą jaźń",
                "Ä°stanbul | İstanbul",
                "cÅ“ur | cœur",
            })
    void readsUtf8AgainThatWasTakenForWindows1252(String damaged, String meant) {
        assertThat(TextRepair.repair(damaged)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "café",
                "naïve façade über",
                "São Paulo, IRMÃO",
                "ÅNGSTRÖM",
                "Привет мир",
                "日本語のテキスト",
                "été\u00A0»",
                "Ö…",
                "à\u00A0€",
                "à\u00A0«\u00A0ça\u00A0»",
                "½ ² ® ©",
                "Ã",
                "Ã and Â",
                "e\u200Bf",
                "😀",
                "É\u00A0",
                "roman Ⅳ",
                "🇯🇵",
            })
    void leavesRightTextAsItIs(String text) {
        assertThat(TextRepair.repair(text)).isEqualTo(text);
    }

    @Test
    void leavesACapitalBeforeAClosingQuote() {
        assertThat(TextRepair.repair("CAFÉ” „CAFÉ“ ‚CAFÉ‘")).isEqualTo("CAFÉ\" \"CAFÉ\" 'CAFÉ'");
        assertThat(TextRepair.repair("CAFÉ’s été\u00A0“")).isEqualTo("CAFÉ's été\u00A0\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ﬁ ﬂ ﬀ ﬃ ﬄ ﬆ ﬅ | fi fl ff ffi ffl st ſt",
                "Ĳ ĳ ŉ Ǆ ǉ ǲ | IJ ij 'n DŽ lj Dz",
                "ＡＢＣ１２３！＄＼ | ABC123!$\\",
                "ｶﾞｷﾞ | ガギ",
                "“curly” ‘single’ „low‟ | \"curly\" 'single' \"low\"",
                "cafe\u0301 | café",
                "\u0085 \u0093hi\u0094 | … \"hi\"",
                "a\u001B[31mred\u001B[0m | ared",
                "a\u0000b\uFEFFc\u206Ad\u007F | abcd",
            })
    void writesTheSameCharactersInOneWay(String damaged, String meant) {
        assertThat(TextRepair.repair(damaged)).isEqualTo(meant);
    }

    @Test
    void replacesHalfACharacter() {
        assertThat(TextRepair.repair("a\uD83D b\uDE00 \uD83D\uDE00")).isEqualTo("a\uFFFD b\uFFFD 😀");
    }

    @Test
    void keepsItsTimeOnTextMadeToNeedManyPasses() {
        String nested = "&" + "amp;".repeat(20_000);
        assertThat(TextRepair.repair(nested)).hasSize(nested.length() - 20 * 4);
        assertThat(TextRepair.repair("Ã©".repeat(30_000))).isEqualTo("é".repeat(30_000));
    }
}
