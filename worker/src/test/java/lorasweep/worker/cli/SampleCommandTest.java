package lorasweep.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import lorasweep.cli.ExitCode;
import lorasweep.cli.SweepCli;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class SampleCommandTest {
    private static final Path LORA = Goldens.path("golden/lora/lora_conv_fp32.safetensors");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int sample(Path base, String... arguments) {
        List<String> all = new ArrayList<>(List.of("sample", "--base", base.toString()));
        all.addAll(List.of(arguments));
        return SweepCli.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private int drawSmall(Path base, Path image, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--out", image.toString(), "--steps", "2", "--width", "64"));
        all.addAll(List.of("--height", "40", "--seed", "7", "--clip-skip", "2", "--sampler", "euler_a"));
        all.addAll(List.of(arguments));
        return sample(base, all.toArray(String[]::new));
    }

    @Test
    void refusesSettingsOutOfRangeAllAtOnceWithoutABaseModel() {
        assertThat(sample(
                        folder.resolve("none"),
                        "--prompt=a",
                        "--out=a.png",
                        "--steps=0",
                        "--sampler=dpmpp_2m_karas",
                        "--width=500"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines()).hasSize(3).allMatch(line -> line.startsWith("--"));
        assertThat(err.toString()).contains("--steps", "--sampler", "dpmpp_2m_karas", "--width, --height", "500x512");
    }

    @Test
    void refusesLorasThatItCannotFindOrReadAllAtOnce() throws IOException {
        Files.copy(LORA, folder.resolve("girl.safetensors"));
        int code = sample(
                folder,
                "--prompt=<lora:gril> <lora:boy:1>",
                "--lora=x.safetensors:much",
                "--lora-dir=" + folder,
                "--out=a.png");
        assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("\"much\"", "<lora:gril:1>", "did you mean \"girl\"?", "<lora:boy:1>", folder.toString());
    }

    @Test
    void refusesATagWithoutAFolderToLookIn() {
        assertThat(sample(folder, "--prompt=<lora:girl>", "--out=a.png")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("<lora:girl:1>", "--lora-dir");
    }

    @Test
    void refusesALoraInTheNegativePrompt() {
        assertThat(sample(folder, "--prompt=a", "--negative=<lora:girl:1>", "--out=a.png"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--negative", "<lora:girl:1>", "--prompt");
    }

    @Test
    void refusesToWriteAnythingButAPng() {
        assertThat(sample(folder, "--prompt=a", "--out=model.safetensors")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--out", "model.safetensors", ".png");
    }

    @Test
    void refusesAFileThatIsNoLora() {
        Path other = Goldens.path("golden/noise_scheduler.safetensors");
        assertThat(drawSmall(Goldens.path("model"), folder.resolve("a.png"), "--prompt=a", "--lora=" + other))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("noise_scheduler.safetensors", "LoRA");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void drawsWithALoraOfTheCommandLineAndSaysHow() throws IOException {
        Path image = folder.resolve("new/image.png");
        Path base = Goldens.path("model_single.safetensors");
        int code = drawSmall(
                base,
                image,
                "--base-config=" + Goldens.path("model"),
                "--prompt=a cat",
                "--negative=bad",
                "--lora=" + LORA + ":0.5:0.25");
        assertThat(code).as(err.toString()).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains(image.toString());
        assertThat(ImageIO.read(image.toFile()).getWidth()).isEqualTo(64);
        String parameters = parameters(image);
        assertThat(parameters)
                .startsWith("a cat <lora:lora_conv_fp32:0.5:0.25>\nNegative prompt: bad\n"
                        + "Steps: 2, Sampler: Euler a, CFG scale: 7, Seed: 7, Size: 64x40, Model hash: ")
                .contains("Model: model_single, Clip skip: 2, Lora hashes: \"lora_conv_fp32: ")
                .contains("Version: lorasweep ");
    }

    @Test
    void aLoraInThePromptActsAsOneOfTheCommandLine() throws IOException {
        Path base = Goldens.path("model");
        Path given = folder.resolve("given.png");
        Path named = folder.resolve("named.png");
        Path without = folder.resolve("without.png");
        Files.createDirectories(folder.resolve("loras/deep"));
        Files.copy(LORA, folder.resolve("loras/deep/girl.safetensors"));
        assertThat(drawSmall(base, given, "--prompt=a cat", "--lora=" + LORA + ":0.5"))
                .as(err.toString())
                .isEqualTo(ExitCode.DONE);
        assertThat(drawSmall(base, named, "--prompt=a cat<lora:girl:0.5>", "--lora-dir=" + folder.resolve("loras")))
                .as(err.toString())
                .isEqualTo(ExitCode.DONE);
        assertThat(drawSmall(base, without, "--prompt=a cat")).isEqualTo(ExitCode.DONE);
        assertThat(pixels(named)).isEqualTo(pixels(given)).isNotEqualTo(pixels(without));
    }

    private static int[] pixels(Path image) throws IOException {
        return ImageIO.read(image.toFile()).getRGB(0, 0, 64, 40, null, 0, 64);
    }

    private static String parameters(Path image) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(image.toFile())) {
            reader.setInput(in);
            Element root = (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            return Stream.of(root.getElementsByTagName("tEXtEntry").item(0))
                    .map(Element.class::cast)
                    .map(entry -> entry.getAttribute("value"))
                    .findFirst()
                    .orElseThrow();
        } finally {
            reader.dispose();
        }
    }
}
