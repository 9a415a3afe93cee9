package lorasweep.worker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentStoreTest {
    private static final ContentHash KEY = ContentHash.of("key");

    @TempDir
    private Path folder;

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> ContentStore.open(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cache folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123", "Z123456789012345678901234567890123456789012345678901234567890123"})
    void refusesWhatIsNoHash(String text) {
        assertThatThrownBy(() -> new ContentHash(text)).hasMessageContaining("SHA-256");
    }

    @Test
    void takesADamagedEntryForNone() throws IOException {
        ContentStore store = ContentStore.open(folder);
        store.write("kind", KEY, new byte[] {1, 2, 3});
        Path entry = folder.resolve("kind").resolve(KEY.hex().substring(0, 2)).resolve(KEY.hex());
        byte[] whole = Files.readAllBytes(entry);
        for (int length = 0; length < whole.length; length++) {
            Files.write(entry, Arrays.copyOf(whole, length));
            assertThat(store.read("kind", KEY)).isEmpty();
        }
        whole[whole.length - 1] ^= 1;
        Files.write(entry, whole);
        assertThat(store.read("kind", KEY)).isEmpty();
        assertThat(store.damaged()).isEqualTo(whole.length + 1L);

        store.write("kind", KEY, new byte[] {4});
        assertThat(store.read("kind", KEY))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(4));
    }

    @Test
    void findsAnEntryAgainUnderItsKindAndHashOnly() {
        ContentStore.open(folder).write("kind", KEY, new byte[] {7});
        ContentStore store = ContentStore.open(folder);

        assertThat(store.read("kind", KEY)).isPresent();
        assertThat(store.read("other", KEY)).isEmpty();
        assertThat(store.read("kind", ContentHash.of("other"))).isEmpty();
        assertThat(store.damaged()).isZero();
    }

    @Test
    void removesWhatWasAbandonedAndNothingElse() throws IOException {
        Path unfinished = Files.createDirectory(folder.resolve("unfinished"));
        Path old = Files.createFile(unfinished.resolve("old"));
        Path young = Files.createFile(unfinished.resolve("young"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        ContentStore.open(folder);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void letsManyWriteTheSameEntryAtOnce() throws Exception {
        byte[] payload = new byte[100_000];
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(writers.submit(() -> {
                    ContentStore store = ContentStore.open(folder);
                    store.write("kind", KEY, payload);
                    return store.read("kind", KEY)
                            .filter(bytes -> bytes.length == payload.length)
                            .isPresent();
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(folder.resolve("unfinished")).isEmptyDirectory();
    }

    @Test
    void keepsFiniteArraysOnly() {
        FloatStore floats = new FloatStore(ContentStore.open(folder), "floats");
        float[] values = {1.5f, -0f, Float.MIN_VALUE};

        assertThatThrownBy(() -> floats.write(KEY, new float[] {1, Float.NaN})).hasMessageContaining("NaN");
        assertThat(floats.read(KEY)).isEmpty();
        floats.write(KEY, values);
        assertThat(floats.read(KEY)).hasValueSatisfying(read -> assertThat(read).isEqualTo(values));
    }

    @Test
    void doesNotTrustStoredArraysToBeFinite() {
        ContentStore store = ContentStore.open(folder);
        store.write("floats", KEY, new byte[] {0, 0, (byte) 0xc0, 0x7f});

        assertThat(new FloatStore(store, "floats").read(KEY)).isEmpty();
    }

    @Test
    void hashesAsTheStandardSays() {
        assertThat(ContentHash.of("abc"))
                .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(ContentHash.of("abc").key()).isEqualTo(0xba7816bf8f01cfeaL);
    }
}
