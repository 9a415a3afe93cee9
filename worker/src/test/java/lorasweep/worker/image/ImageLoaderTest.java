package lorasweep.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ImageLoaderTest {
    @Test
    void refusesAPictureThatNeedsMoreThanTheBound() throws Exception {
        Path file = Pictures.path("plain.png");
        long needed = ImageHeader.read(file).decodingBytes();

        assertThatThrownBy(() -> new ImageLoader(needed - 1).load(file, (header, bytes) -> bytes))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContaining("40×28")
                .hasMessageContaining("more memory");
        Integer read = new ImageLoader(needed).load(file, (header, bytes) -> bytes.length);
        assertThat(read).isEqualTo((int) ImageHeader.read(file).fileBytes());
    }

    @Test
    void neverHoldsMoreThanTheBound() throws Exception {
        Path file = Pictures.path("plain.png");
        ImageLoader loader = new ImageLoader(2 * ImageHeader.read(file).decodingBytes() + 2048);
        AtomicInteger holding = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<Integer>> held = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                held.add(threads.submit(() -> loader.load(file, (header, bytes) -> {
                    int now = holding.incrementAndGet();
                    ImageDecoder.decode(header, bytes);
                    holding.decrementAndGet();
                    return now;
                })));
            }
            for (Future<Integer> now : held) {
                assertThat(now.get()).isBetween(1, 2);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
