package lorasweep.worker.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Kernels that only test code calls. */
public final class TestKernels {
    private TestKernels() {}

    /** Compiles a resource of TorchScript functions. */
    public static Kernels compile(NDManager manager, String resource) {
        try (InputStream in = Objects.requireNonNull(TestKernels.class.getResourceAsStream(resource), resource)) {
            return Kernels.compile(manager, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
