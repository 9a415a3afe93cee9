package lorasweep.worker.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;

/**
 * Makes decoders. The plug-ins are registered by hand: ImageIO's own search looks in the class
 * loader of whichever thread asks first, which under Spark need not be ours.
 */
final class ImageReaders {
    static {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        registry.registerServiceProvider(new JPEGImageReaderSpi());
        registry.registerServiceProvider(new WebPImageReaderSpi());
    }

    private ImageReaders() {}

    /** A new reader, to be disposed of by the caller. */
    static ImageReader of(ImageFormat format) {
        return ImageIO.getImageReadersByFormatName(format.pluginName()).next();
    }
}
