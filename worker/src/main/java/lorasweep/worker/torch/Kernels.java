package lorasweep.worker.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The compiled kernels: every function of the {@code *.torchscript} files beside this package's
 * resources, called by name. Gradients flow to every tensor argument, weights and adapters included.
 *
 * <p>One instance serves all threads of a process. Arguments are {@link NDArray}, {@link TensorList},
 * {@code List<NDArray>}, {@code Double}, {@code Float}, {@code Long}, {@code Integer},
 * {@code Boolean} and {@code long[]}; scalars travel by value, so the lost-operand trap of DJL's own
 * scalar arithmetic cannot happen here (docs/MEMORY.md).
 */
public final class Kernels implements AutoCloseable {
    private static final List<String> FILES = List.of(
            "tensor",
            "linear",
            "attention",
            "clip",
            "resnet",
            "transformer",
            "unet",
            "vae",
            "adapter",
            "adamw",
            "adamw8bit",
            "loss",
            "sampler");

    private final PtSymbolBlock module;

    private Kernels(PtSymbolBlock module) {
        this.module = module;
    }

    /** Compiles the kernels (about 50 ms); they live until closed or until the manager is. */
    public static Kernels compile(NDManager manager) {
        StringBuilder source = new StringBuilder();
        FILES.forEach(file -> source.append(read(file + ".torchscript")).append('\n'));
        return compile(manager, source.toString());
    }

    static Kernels compile(NDManager manager, String source) {
        try {
            byte[] archive = ScriptArchive.of(source);
            return new Kernels(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String file) {
        try (InputStream in = Kernels.class.getResourceAsStream("/lorasweep/worker/kernels/" + file)) {
            if (in == null) {
                throw new IllegalStateException("kernel file " + file + " is missing from the jar");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a function that returns a tensor, owned by {@code owner}. */
    public NDArray tensor(NDManager owner, String function, Object... arguments) {
        try (IValue result = call(function, arguments)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    /** Calls a function that returns a list of tensors, each owned by {@code owner}. */
    public List<NDArray> tensors(NDManager owner, String function, Object... arguments) {
        try (IValue result = call(function, arguments)) {
            return List.of(result.toTensorArray((PtNDManager) owner));
        }
    }

    /** Calls a function that returns a list of tensors, which stays in native form; owned by {@code owner}. */
    public TensorList list(NDManager owner, String function, Object... arguments) {
        return TensorList.of(owner, call(function, arguments));
    }

    /** Calls a function that returns a truth value. */
    public boolean flag(String function, Object... arguments) {
        try (IValue result = call(function, arguments)) {
            return result.toBoolean();
        }
    }

    /** Calls a function for its effect on its arguments. */
    public void run(String function, Object... arguments) {
        call(function, arguments).close();
    }

    private IValue call(String function, Object... arguments) {
        List<IValue> temporary = new ArrayList<>(arguments.length);
        long[] handles = new long[arguments.length];
        try {
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof TensorList list) {
                    handles[i] = list.handle();
                } else {
                    IValue value = value(arguments[i]);
                    temporary.add(value);
                    handles[i] = value.getHandle();
                }
            }
            return NativeCalls.run(module.getHandle(), function, handles);
        } finally {
            temporary.forEach(IValue::close);
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof PtNDArray array) {
            return IValue.from(array);
        } else if (argument instanceof List<?> list) {
            return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
        } else if (argument instanceof Double || argument instanceof Float) {
            return IValue.from(((Number) argument).doubleValue());
        } else if (argument instanceof Long || argument instanceof Integer) {
            return IValue.from(((Number) argument).longValue());
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        }
        throw new IllegalArgumentException(
                "a kernel takes no " + argument.getClass().getName());
    }

    @Override
    public void close() {
        module.close();
    }
}
