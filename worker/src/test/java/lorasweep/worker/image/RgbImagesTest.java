package lorasweep.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.List;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.Test;

class RgbImagesTest {
    @Test
    void roundsToTheNearestLevelAndLimits() {
        try (NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager)) {
            float[] reds = {-1, -7, 0.5f, 1};
            float[] greens = {-0.9961f, 0, 0.1f, 9};
            float[] blues = {1, 1, -1, 0};
            float[] values = new float[2 * 3 * 2];
            for (int image = 0; image < 2; image++) {
                System.arraycopy(reds, 2 * image, values, 6 * image, 2);
                System.arraycopy(greens, 2 * image, values, 6 * image + 2, 2);
                System.arraycopy(blues, 2 * image, values, 6 * image + 4, 2);
            }
            NDArray decoded = manager.create(values, new Shape(2, 3, 1, 2));
            List<BufferedImage> images = RgbImages.of(kernels, decoded);
            assertThat(images).hasSize(2);
            assertThat(images.get(0).getRGB(0, 0)).isEqualTo(0xFF0000FF);
            assertThat(images.get(0).getRGB(1, 0)).isEqualTo(0xFF0080FF);
            assertThat(images.get(1).getRGB(0, 0)).isEqualTo(0xFFBF8C00);
            assertThat(images.get(1).getRGB(1, 0)).isEqualTo(0xFFFFFF80);
            assertThat(manager.getManagedArrays()).containsExactly(decoded);
        }
    }
}
