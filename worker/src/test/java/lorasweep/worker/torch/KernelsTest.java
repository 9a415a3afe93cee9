package lorasweep.worker.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelsTest {
    private static final String SOURCE = """
            def scaled_sum(x: Tensor, ws: List[Tensor], s: float, n: int, twice: bool, shape: List[int]) -> Tensor:
              y = torch.mul(x, s)
              for w in ws:
                y = torch.add(y, torch.mul(w, n))
              if twice:
                y = torch.mul(y, 2)
              return y.reshape(shape)
            """;

    @Test
    void passesEveryKindOfArgument() {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager, SOURCE)) {
            NDArray x = manager.create(new float[] {1, 2});
            NDArray w = manager.create(new float[] {10, 20});
            NDArray y = kernels.tensor(manager, "scaled_sum", x, List.of(w, w), 0.5, 3, true, new long[] {2, 1});
            assertThat(y.getShape()).isEqualTo(new Shape(2, 1));
            assertThat(y.toFloatArray()).containsExactly(121, 242);
            try (TensorList held = TensorList.of(List.of(w, w))) {
                NDArray again = kernels.tensor(manager, "scaled_sum", x, held, 0.5, 3, true, new long[] {2, 1});
                assertThat(again.toFloatArray()).containsExactly(121, 242);
            }
        }
    }

    @Test
    void gradientsReachEveryTensorArgumentAlsoWhenThePassedListIsHeld() {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager, SOURCE)) {
            NDArray x = manager.create(new float[] {1, 2});
            NDArray w = manager.create(new float[] {10, 20});
            Autograd.requireGradient(x);
            Autograd.requireGradient(w);
            try (Autograd recording = Autograd.record();
                    TensorList held = TensorList.of(List.of(w))) {
                NDArray y = kernels.tensor(manager, "scaled_sum", x, held, 0.5, 3, false, new long[] {2});
                Autograd.backward(y, manager.create(new float[] {1, 10}));
            }
            assertThat(Autograd.gradient(x).toFloatArray()).containsExactly(0.5f, 5);
            assertThat(Autograd.gradient(w).toFloatArray()).containsExactly(3, 30);
            Autograd.clearGradient(w);
            assertThat(Autograd.gradient(w).toFloatArray()).containsExactly(0, 0);
        }
    }

    @Test
    void compilesAllShippedKernels() {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager)) {
            assertThat(kernels.tensor(manager, "copy", manager.ones(new Shape(3)))
                            .toFloatArray())
                    .containsExactly(1, 1, 1);
        }
    }

    @Test
    void namesTheBadLineOfABrokenSource() {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            assertThatThrownBy(() ->
                            Kernels.compile(manager, "def f(x: Tensor) -> Tensor:\n  return torch.no_such_op(x)\n"))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("no_such_op");
        }
    }

    @Test
    void refusesAnArgumentThatNoKernelTakes() {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager, SOURCE)) {
            assertThatThrownBy(() -> kernels.run("scaled_sum", "text"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("String");
        }
    }
}
