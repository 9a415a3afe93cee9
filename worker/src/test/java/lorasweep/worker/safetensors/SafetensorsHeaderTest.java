package lorasweep.worker.safetensors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorasweep.trial.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsHeaderTest {
    @TempDir
    Path folder;

    @Test
    void refusesAMissingFileAndAFolder() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none.safetensors: does not exist");
        assertThatThrownBy(() -> SafetensorsFile.open(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is a folder");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void refusesAFileWithoutRoomForAHeaderLength(int size) {
        refuses(new byte[size], "is " + size + " bytes long");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 33, 100_000_001, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void refusesALengthThatNoHeaderOfThisFileHas(long length) {
        byte[] bytes = ByteBuffer.allocate(40)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        refuses(bytes, "header of " + Long.toUnsignedString(length) + " bytes, expected 2 to 32");
    }

    @ParameterizedTest
    @CsvSource({
        "'PK\u0003\u0004 a zip archive', 'is a PyTorch pickle'",
        "'\u0080\u0002}q a bare pickle', 'is a PyTorch pickle'",
        "'version https://git-lfs.github.com/spec/v1', 'is a Git LFS pointer'",
        "'<!DOCTYPE html><html>', 'is a web page'",
    })
    void saysWhatAFileIsInstead(String content, String said) {
        refuses(content.getBytes(ISO_8859_1), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{  ",
                "{}x",
                "{}{}",
                "nul",
                "{\"a\":1}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},}",
                "{'a':{}}",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}\u0000",
            })
    void refusesTextThatIsNoJsonOfAHeadersForm(String json) {
        refuses(HeaderBytes.file(json, 1), "header: ", "the file is damaged");
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] json = "{\"a?\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}".getBytes(UTF_8);
        json[3] = (byte) 0xC0;
        refuses(HeaderBytes.file(json, 1), "no UTF-8");
    }

    @Test
    void refusesDeepNesting() {
        refuses(HeaderBytes.file("{\"a\":" + "[".repeat(100_000), 0), "header: ");
        refuses(HeaderBytes.file("{\"a\":{\"shape\":" + "[".repeat(100_000), 0), "header: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'dtype':'U8','shape':[1]} | tensor \"a\": no dtype, no shape or no two",
                "{'dtype':'U8','data_offsets':[0,1]} | tensor \"a\": no dtype, no shape or no two",
                "{'shape':[1],'data_offsets':[0,1]} | tensor \"a\": no dtype, no shape or no two",
                "{'dtype':'U8','shape':[1],'data_offsets':[0]} | tensor \"a\": no dtype, no shape or no two",
                "{'dtype':'U8','shape':[1],'data_offsets':[0,1,1]} | more than 2 numbers",
                "{'dtype':'U8','shape':[1,1,1,1,1,1,1,1,1],'data_offsets':[0,1]} | more than 8 numbers",
                "{'dtype':'U8','shape':[1],'data_offsets':[0,1],'scale':1} | the field \"scale\"",
                "{'dtype':'U8','dtype':'U8','shape':[1],'data_offsets':[0,1]} | the field \"dtype\"",
                "{'dtype':8,'shape':[1],'data_offsets':[0,1]} | tensor \"a\": dtype is VALUE_NUMBER_INT",
                "{'dtype':'U8','shape':1,'data_offsets':[0,1]} | tensor \"a\": shape is VALUE_NUMBER_INT",
                "{'dtype':'U8','shape':[1.0],'data_offsets':[0,1]} | \"1.0\", expected integers",
                "{'dtype':'U8','shape':[-1],'data_offsets':[0,1]} | \"-1\", expected integers of at least 0",
                "{'dtype':'U8','shape':[1],'data_offsets':[0,'1']} | \"1\", expected integers",
                "{'dtype':'U8','shape':[1],'data_offsets':[null,1]} | \"null\", expected integers",
                "{'dtype':'U8','shape':[99999999999999999999],'data_offsets':[0,1]} | out of range",
                "{'dtype':'U8','shape':[2],'data_offsets':[0,1]} | [0, 1], expected the bytes of shape [2] of U8",
                "{'dtype':'F32','shape':[1],'data_offsets':[0,1]} | expected the bytes of shape [1] of F32",
                "{'dtype':'U8','shape':[1],'data_offsets':[1,0]} | [1, 0], expected the bytes",
                "{'dtype':'I64','shape':[4611686018427387904,4],'data_offsets':[0,0]} | expected the bytes",
                "{'dtype':'I64','shape':[9223372036854775807,9223372036854775807],'data_offsets':[2,1]} | expected",
                "{'dtype':'F8_E4M3','shape':[1],'data_offsets':[0,1]} | dtype \"F8_E4M3\", expected one of [BOOL",
                "{'dtype':'f32','shape':[1],'data_offsets':[0,1]} | dtype \"f32\", expected one of",
                "{'dtype':'U8','shape':[2],'data_offsets':[0,2]} | 1 bytes follow the header, expected 2",
                "{'dtype':'U8','shape':[0],'data_offsets':[0,0]} | 1 bytes follow the header, expected 0",
                "{'dtype':'U8','shape':[1],'data_offsets':[9223372036854775806,9223372036854775807]} | begins at byte",
            })
    void refusesATensorThatContradictsItself(String tensor, String said) {
        refuses(HeaderBytes.file("{\"a\":" + tensor.replace('\'', '"') + "}", 1), said);
    }

    @Test
    void refusesTwoTensorsOfOneName() {
        refuses(
                HeaderBytes.file("{" + tensor("a", 0, 1) + "," + tensor("a", 1, 2) + "}", 2),
                "tensor \"a\": stands twice");
    }

    @Test
    void refusesMetadataThatIsNoTextOrStandsTwice() {
        refuses(HeaderBytes.file("{\"__metadata__\":{\"k\":1}}", 0), "the value of \"k\"");
        refuses(HeaderBytes.file("{\"__metadata__\":{\"k\":{}}}", 0), "the value of \"k\"");
        refuses(HeaderBytes.file("{\"__metadata__\":[]}", 0), "__metadata__ is START_ARRAY");
        refuses(HeaderBytes.file("{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", 0), "two values of \"k\"");
        refuses(HeaderBytes.file("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "two entries __metadata__");
    }

    @Test
    void refusesOverlapsAndHolesNamingTheTensor() {
        refuses(
                HeaderBytes.file("{" + tensor("a", 0, 4) + "," + tensor("b", 3, 6) + "}", 6),
                "\"b\"",
                "byte 3, expected 4");
        refuses(
                HeaderBytes.file("{" + tensor("a", 0, 4) + "," + tensor("b", 5, 6) + "}", 6),
                "\"b\"",
                "byte 5, expected 4");
        refuses(HeaderBytes.file("{" + tensor("a", 2, 4) + "}", 4), "\"a\"", "byte 2, expected 0");
    }

    @Test
    void refusesAFileThatWasCutOffOrContinues() {
        refuses(HeaderBytes.file("{" + tensor("a", 0, 4) + "}", 3), "3 bytes follow", "expected 4", "cut off");
        refuses(HeaderBytes.file("{" + tensor("a", 0, 4) + "}", 5), "5 bytes follow", "expected 4", "damaged");
    }

    @Test
    void refusesAbsurdNumbersOfTensorsAndTellsNotEveryProblem() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 50_001; i++) {
            json.append(i == 0 ? "" : ",").append(tensor("t" + i, 0, 0));
        }
        refuses(HeaderBytes.file(json + "}", 0), "more than 50000 tensors");
        String wrong = json.substring(0, json.indexOf(",\"t1000\"")).replace("[0]", "[3]") + "}";
        assertThatThrownBy(() -> SafetensorsFile.open(HeaderBytes.write(folder, HeaderBytes.file(wrong, 0))))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems())
                                .hasSize(51)
                                .last()
                                .asString()
                                .contains("950 more problems"));
    }

    @Test
    void refusesAbsurdAmountsOfMetadata() {
        String entries = IntStream.range(0, 10_001)
                .mapToObj(i -> "\"%d\":\"\"".formatted(i))
                .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}"));
        refuses(HeaderBytes.file(entries, 0), "metadata of more than", "10000 entries");
        String text = "x".repeat(7_000_000);
        String texts = "{\"__metadata__\":{\"a\":\"" + text + "\",\"b\":\"" + text + "\",\"c\":\"" + text + "\"}}";
        refuses(HeaderBytes.file(texts, 0), "metadata of more than 16000000 characters");
        refuses(HeaderBytes.file("{\"__metadata__\":{\"a\":\"" + text + text + "\"}}", 0), "header: ", "8000000");
    }

    @Test
    void keepsHostileNamesToOneShortLine() {
        String name = "a\\n\\u0000\\ud800" + "x".repeat(5000);
        assertThatThrownBy(() -> SafetensorsFile.open(HeaderBytes.write(
                        folder, HeaderBytes.file("{" + tensor(name, 0, 1).replace("U8", "?") + "}", 1))))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .asString()
                                .contains("\"a\\u000a\\u0000\\ud800xxx")
                                .doesNotContain("\n")
                                .hasSizeLessThan(500));
    }

    @Test
    void readsTensorsInTheOrderOfTheirBytesAndTextOfAnyLanguage() {
        String json = "{" + tensor("b", 4, 6) + ",\"__metadata__\":{\"z\":\"é漢😀\",\"a\":\"\\\"\"}," + tensor("", 0, 4)
                + "," + tensor("空", 4, 4) + "}   \n";
        try (SafetensorsFile file = SafetensorsFile.open(HeaderBytes.write(folder, HeaderBytes.file(json, 6)))) {
            assertThat(file.metadata()).containsExactly(Map.entry("z", "é漢😀"), Map.entry("a", "\""));
            assertThat(file.tensors().keySet()).containsExactly("", "空", "b");
            assertThat(file.tensors().get("b")).isEqualTo(new TensorEntry("b", Dtype.U8, List.of(2L), 4, 6));
        }
    }

    @Test
    void readsAFileWithoutTensors() {
        try (SafetensorsFile file = SafetensorsFile.open(HeaderBytes.write(folder, HeaderBytes.file("{}", 0)))) {
            assertThat(file.tensors()).isEmpty();
            assertThat(file.metadata()).isEmpty();
        }
    }

    private void refuses(byte[] bytes, String... said) {
        Path file = HeaderBytes.write(folder, bytes);
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(said);
    }

    private static String tensor(String name, long begin, long end) {
        return "\"%s\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
                .formatted(name, end - begin, begin, end);
    }
}
