package lorasweep.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.ContentStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextCacheTest {
    private static final ContentHash ENCODER = ContentHash.of("encoder");

    @TempDir
    private Path folder;

    @Test
    void refusesWhatIsNotFinite() {
        ContextCache cache = new ContextCache(ContentStore.open(folder));

        assertThatThrownBy(() -> cache.get(key(2), () -> new float[] {Float.NEGATIVE_INFINITY}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("3 tokens");
        assertThat(cache.find(key(2))).isEmpty();
    }

    @Test
    void encodesOnceAndNeverAgain() {
        AtomicInteger calls = new AtomicInteger();
        float[] context = {1, 2, 3, 4};

        for (int i = 0; i < 3; i++) {
            ContextCache cache = new ContextCache(ContentStore.open(folder));
            assertThat(cache.get(key(2), () -> {
                        calls.incrementAndGet();
                        return context.clone();
                    }))
                    .isEqualTo(context);
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void keepsApartWhateverDiffers() {
        ContextCache cache = new ContextCache(ContentStore.open(folder));
        cache.get(key(2), () -> new float[] {1});

        assertThat(cache.find(key(2))).isPresent();
        assertThat(cache.find(key(1))).isEmpty();
        assertThat(cache.find(new ContextCache.Key(new int[] {1, 23}, ENCODER, 2, "77")))
                .isEmpty();
        assertThat(cache.find(new ContextCache.Key(new int[] {1, 2, 3}, ContentHash.of("other"), 2, "77")))
                .isEmpty();
        assertThat(cache.find(new ContextCache.Key(new int[] {1, 2, 3}, ENCODER, 2, "227")))
                .isEmpty();
    }

    private static ContextCache.Key key(int clipSkip) {
        return new ContextCache.Key(new int[] {1, 2, 3}, ENCODER, clipSkip, "77");
    }
}
