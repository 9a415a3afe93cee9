package lorasweep.worker.testing;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorAssertTest {
    private final NDManager manager = Torch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void refusesAnotherShapeEvenOfTheSameElements() {
        assertThatThrownBy(() -> assertThatTensor(of(1, 2)).isCloseTo(of(1, 2).reshape(2, 1), 1))
                .hasMessageContaining("shape is (2), expected (2, 1)");
    }

    @Test
    void namesTheWorstElementAndTheShareOutsideTheTolerance() {
        NDArray expected = of(10, 20, 30, 40).reshape(2, 2);
        assertThatThrownBy(
                        () -> assertThatTensor(of(10, 20, 30, 44).reshape(2, 2)).isCloseTo(expected, 0.05))
                .hasMessageContaining("rel is 1.000e-01, expected at most 5.0e-02")
                .hasMessageContaining("worst at [1, 1] of (2, 2): 44.0, expected 40.0")
                .hasMessageContaining("1 of 4 elements (25.00 %)");
        assertThatTensor(of(10, 20, 30, 44).reshape(2, 2)).isCloseTo(expected, 0.11);
    }

    @Test
    void refusesNanOnEitherSide() {
        assertThatThrownBy(() -> assertThatTensor(of(1, Float.NaN)).isCloseTo(of(1, 2), 1))
                .hasMessageContaining("worst at [1]");
        assertThatThrownBy(() -> assertThatTensor(of(1, 2)).isCloseInL2To(of(1, Float.NaN), 1))
                .hasMessageContaining("relative L2 is NaN");
        assertThatThrownBy(() -> assertThatTensor(of(Float.NaN)).isEqualToTensor(of(Float.NaN)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void refusesAFiniteValueWhereInfinityIsExpected() {
        assertThatThrownBy(() -> assertThatTensor(of(1, 2)).isCloseTo(of(1, Float.POSITIVE_INFINITY), 1))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() ->
                        assertThatTensor(of(5, Float.POSITIVE_INFINITY)).isCloseTo(of(1, Float.POSITIVE_INFINITY), 1))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void wantsZerosMetExactly() {
        assertThatThrownBy(() -> assertThatTensor(of(1e-30f)).isCloseTo(of(0), 1))
                .isInstanceOf(AssertionError.class);
        assertThatTensor(of(0)).isCloseInL2To(of(0), 0);
    }

    @Test
    void readsTolerancesOfTheManifest() {
        org.assertj.core.api.Assertions.assertThat(Goldens.tolerance("unet.safetensors", "gradients"))
                .isEqualTo(2e-4);
        org.assertj.core.api.Assertions.assertThat(Goldens.tolerance("lr_schedules.json", "rel"))
                .isEqualTo(1e-12);
        assertThatThrownBy(() -> Goldens.tolerance("unet.safetensors", "sigmas"))
                .hasMessageContaining("no tolerance sigmas");
    }

    private NDArray of(float... values) {
        return manager.create(values, new Shape(values.length));
    }
}
