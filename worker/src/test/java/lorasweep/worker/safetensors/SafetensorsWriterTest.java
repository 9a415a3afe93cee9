package lorasweep.worker.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    @Test
    void removesWhatAKilledWriterLeft() throws IOException {
        Path left = Files.writeString(folder.resolve("a.safetensors.0d1e.partial"), "half");
        Path whole = Files.writeString(folder.resolve("a.safetensors"), "whole");
        SafetensorsWriter.removeUnfinished(folder);
        assertThat(left).doesNotExist();
        assertThat(whole).hasContent("whole");
        SafetensorsWriter.removeUnfinished(folder.resolve("none"));
    }

    @Test
    void refusesWrongSizesAndNamesThatAreTaken() {
        assertThatThrownBy(() -> tensor("a", Dtype.F32, List.of(2L), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 4 bytes of data, expected 8");
        assertThatThrownBy(() -> tensor("a", Dtype.F32, List.of(-1L, -1L), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
        StoredTensor scalar = tensor("a", Dtype.U8, List.of(), 1);
        assertThatThrownBy(() -> write(Map.of(), List.of(scalar, scalar))).hasMessageContaining("a is taken");
        StoredTensor metadata = tensor("__metadata__", Dtype.U8, List.of(), 1);
        assertThatThrownBy(() -> write(Map.of(), List.of(metadata))).hasMessageContaining("is taken");
    }

    @Test
    void leavesNothingBehindWhenTheFolderIsMissing() throws IOException {
        Path missing = folder.resolve("missing/model.safetensors");
        assertThatThrownBy(() -> SafetensorsWriter.write(missing, Map.of(), List.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void leavesTheFileBeforeWhenItCannotBeReplaced() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("model.safetensors/inside"));
        assertThatThrownBy(() -> write(Map.of(), List.of())).isInstanceOf(UncheckedIOException.class);
        assertThat(taken).isDirectory();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void ordersTensorsAsTheReferenceDoesAndPadsTheHeader() throws IOException {
        Path path = write(
                Map.of("b", "2", "a", "é\"\n"),
                List.of(
                        tensor("half", Dtype.F16, List.of(1L), 2),
                        tensor("ｚ", Dtype.F32, List.of(1L), 4),
                        tensor("😀", Dtype.F32, List.of(1L), 4),
                        tensor("bool", Dtype.BOOL, List.of(1L), 1),
                        tensor("a", Dtype.F32, List.of(0L, 3L), 0),
                        tensor("long", Dtype.I64, List.of(), 8)));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        assertThat(length % 8).isZero();
        String json = new String(bytes.array(), 8, length, UTF_8);
        assertThat(json.stripTrailing())
                .isEqualTo("{\"__metadata__\":{\"a\":\"é\\\"\\n\",\"b\":\"2\"},"
                        + "\"long\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[8,8]},"
                        + "\"ｚ\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"😀\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]},"
                        + "\"half\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[16,18]},"
                        + "\"bool\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[18,19]}}");
        assertThat(bytes.array()).hasSize(8 + length + 19);
    }

    @Test
    @Tag("golden")
    void rewritesTheReferencesFilesToTheSameTensorsAndTheSameBytesAgain() throws IOException {
        for (String golden : List.of(
                "golden/save_format/kohya_trained_last.safetensors",
                "golden/samplers.safetensors",
                "model/text_encoder/model.safetensors")) {
            try (SafetensorsFile reference = Goldens.tensors(golden)) {
                List<StoredTensor> tensors = new ArrayList<>(reference.tensors().values().stream()
                        .map(entry ->
                                new StoredTensor(entry.name(), entry.dtype(), entry.shape(), reference.bytes(entry)))
                        .toList());
                Collections.reverse(tensors);
                Path path = write(reference.metadata(), tensors);
                try (SafetensorsFile written = SafetensorsFile.open(path)) {
                    assertThat(written.metadata()).isEqualTo(reference.metadata());
                    assertThat(List.copyOf(written.tensors().values()))
                            .isEqualTo(List.copyOf(reference.tensors().values()));
                }
                byte[] original = Files.readAllBytes(reference.path());
                byte[] first = Files.readAllBytes(path);
                assertThat(dataOf(first)).isEqualTo(dataOf(original));
                assertThat(Files.readAllBytes(write(reference.metadata(), tensors)))
                        .isEqualTo(first);
            }
        }
    }

    private static ByteBuffer dataOf(byte[] file) {
        int begin = 8
                + Math.toIntExact(ByteBuffer.wrap(file)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getLong());
        return ByteBuffer.wrap(file, begin, file.length - begin);
    }

    private Path write(Map<String, String> metadata, List<StoredTensor> tensors) {
        Path path = folder.resolve("model.safetensors");
        SafetensorsWriter.write(path, metadata, tensors);
        return path;
    }

    private static StoredTensor tensor(String name, Dtype dtype, List<Long> shape, int bytes) {
        return new StoredTensor(name, dtype, shape, ByteBuffer.allocate(bytes));
    }
}
