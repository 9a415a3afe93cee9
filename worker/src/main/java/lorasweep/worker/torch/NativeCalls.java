package lorasweep.worker.torch;

import ai.djl.pytorch.jni.IValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * The two things DJL does not publish and kernels need: running a named method with autograd on, and
 * wrapping its result. Bound by method handles, because a class in DJL's own package breaks as soon
 * as DJL and the application come from different class loaders (spark-submit with {@code --jars}).
 */
final class NativeCalls {
    private static final MethodHandle RUN_METHOD;
    private static final MethodHandle NEW_VALUE;

    static {
        try {
            Class<?> library = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(library, MethodHandles.lookup());
            Field instance = library.getDeclaredField("LIB");
            RUN_METHOD = lookup.findVirtual(
                            library,
                            "moduleRunMethod",
                            MethodType.methodType(
                                    long.class, long.class, String.class, long[].class, boolean.class, boolean.class))
                    .bindTo(lookup.unreflectGetter(instance).invoke());
            NEW_VALUE = MethodHandles.privateLookupIn(IValue.class, MethodHandles.lookup())
                    .findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private NativeCalls() {}

    /**
     * Runs a method of a loaded module; recorded by autograd when the thread's grad mode is on.
     *
     * @return the result, which the caller closes
     */
    static IValue run(long module, String method, long[] arguments) {
        try {
            return (IValue)
                    NEW_VALUE.invokeExact((long) RUN_METHOD.invokeExact(module, method, arguments, true, false));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
