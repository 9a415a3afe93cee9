package lorasweep.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class PngFileTest {
    @TempDir
    private Path folder;

    private static GenerationParameters parameters(String prompt) {
        return new GenerationParameters(prompt, "n", 1, "DDIM", 7.5, 1, 2, 1, "m", Optional.empty(), 1, Map.of(), "v");
    }

    private static RgbImage image() {
        byte[] rgb = {0x10, 0x20, 0x30, (byte) 0xFF, (byte) 0x80, 0x01};
        return new RgbImage(new PixelSize(2, 1), rgb, Optional.empty());
    }

    @Test
    void saysWhichFileCannotBeWrittenAndLeavesNothingBehind() throws IOException {
        Path file = Files.createFile(folder.resolve("file")).resolve("image.png");
        assertThatThrownBy(() -> PngFile.write(file, image(), parameters("a")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("image.png");
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void keepsEveryPixelAndCreatesFolders() throws IOException {
        Path file = folder.resolve("new/folder/image.png");
        PngFile.write(file, image(), parameters("a"));
        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getRGB(0, 0, 2, 1, null, 0, 2)).containsExactly(0xFF102030, 0xFFFF8001);
        assertThat(folder.resolve("new/folder").toFile().list()).containsExactly("image.png");
    }

    @ParameterizedTest
    @CsvSource({"tEXt, value, 'crème brûlée\\(x\\), <lora:a:1>'", "iTXt, text, '\u5c11\u5973, 1girl \ud83d\ude00'"})
    void carriesItsParametersAsLatin1WhereThatSuffices(String chunk, String attribute, String prompt)
            throws IOException {
        Path file = folder.resolve("image.png");
        PngFile.write(file, image(), parameters(prompt));
        Element entry = textEntry(file, chunk);
        assertThat(entry.getAttribute("keyword")).isEqualTo("parameters");
        assertThat(entry.getAttribute(attribute))
                .isEqualTo(parameters(prompt).text())
                .startsWith(prompt + "\n");
    }

    @Test
    void replacesAnImageOfTheSameName() throws IOException {
        Path file = folder.resolve("image.png");
        PngFile.write(file, image(), parameters("old"));
        PngFile.write(file, image(), parameters("new"));
        assertThat(textEntry(file, "tEXt").getAttribute("value")).startsWith("new");
    }

    private static Element textEntry(Path file, String chunk) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            Element root = (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            return (Element) root.getElementsByTagName(chunk).item(0).getFirstChild();
        } finally {
            reader.dispose();
        }
    }
}
