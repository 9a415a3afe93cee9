package lorasweep.worker.testing;

import ai.djl.ndarray.NDArray;
import org.assertj.core.api.AbstractAssert;

/**
 * Comparison of whole tensors. Two measures: {@code rel} is max|a-b| / max|b|, relative L2 is
 * |a-b| / |b|; b is the expected tensor. An expected tensor of zeros must be met exactly.
 */
public final class TensorAssert extends AbstractAssert<TensorAssert, NDArray> {
    private TensorAssert(NDArray actual) {
        super(actual, TensorAssert.class);
    }

    /** Begins a comparison of this tensor. */
    public static TensorAssert assertThatTensor(NDArray actual) {
        return new TensorAssert(actual);
    }

    /** Same shape, and rel at most the tolerance. */
    public TensorAssert isCloseTo(NDArray expected, double rel) {
        Difference difference = difference(expected);
        if (!(difference.rel() <= rel)) {
            failWithMessage("rel is %.3e, expected at most %.1e; %s", difference.rel(), rel, difference.worst(rel));
        }
        return this;
    }

    /** Same shape, and relative L2 at most the tolerance. */
    public TensorAssert isCloseInL2To(NDArray expected, double tolerance) {
        Difference difference = difference(expected);
        if (!(difference.relativeL2() <= tolerance)) {
            failWithMessage(
                    "relative L2 is %.3e, expected at most %.1e; %s",
                    difference.relativeL2(), tolerance, difference.worst(tolerance));
        }
        return this;
    }

    /** Same shape and equal elements; 0.0 and -0.0 are equal, NaN equals nothing. */
    public TensorAssert isEqualToTensor(NDArray expected) {
        return isCloseTo(expected, 0);
    }

    private Difference difference(NDArray expected) {
        isNotNull();
        if (!actual.getShape().equals(expected.getShape())) {
            failWithMessage("shape is %s, expected %s", actual.getShape(), expected.getShape());
        }
        return new Difference(Tensors.floats(actual), Tensors.floats(expected), expected.getShape());
    }
}
