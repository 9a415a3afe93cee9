package lorasweep.worker.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.torch.Kernels;

/** Tensors as images. */
public final class RgbImages {
    private static final int CHANNELS = 3;

    private RgbImages() {}

    /**
     * The images of a decoded batch: {@code round((x + 1) * 127.5)}, limited to 0 to 255.
     *
     * @param decoded (N, 3, H, W), float32, -1 black to 1 white
     */
    public static List<BufferedImage> of(Kernels kernels, NDArray decoded) {
        int height = Math.toIntExact(decoded.getShape().get(2));
        int width = Math.toIntExact(decoded.getShape().get(3));
        try (NDManager memory = decoded.getManager().newSubManager();
                NDArray bytes = kernels.tensor(memory, "to_bytes", decoded)) {
            byte[] rgb = bytes.toByteArray();
            List<BufferedImage> images = new ArrayList<>();
            for (int start = 0; start < rgb.length; start += width * height * CHANNELS) {
                images.add(image(rgb, start, width, height));
            }
            return images;
        }
    }

    private static BufferedImage image(byte[] rgb, int start, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bgr.length; i += CHANNELS) {
            bgr[i] = rgb[start + i + 2];
            bgr[i + 1] = rgb[start + i + 1];
            bgr[i + 2] = rgb[start + i];
        }
        return image;
    }
}
