package lorasweep.worker.data;

import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lorasweep.trial.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileDatasetTest {
    @TempDir
    private Path temporary;

    private Folder folder;

    @BeforeEach
    void begin() throws IOException {
        folder = new Folder(Files.createDirectory(temporary.resolve("data")));
    }

    private List<String> problems(Object... settings) throws IOException {
        List<String> before = folder.files();
        InvalidInputException refusal = catchThrowableOfType(InvalidInputException.class, () -> folder.read(settings));
        assertThat(refusal).isNotNull();
        assertThat(folder.files()).isEqualTo(before);
        assertThat(refusal.problems()).allMatch(line -> line.contains("expected") && line.contains(";"));
        return refusal.problems();
    }

    @Test
    void tellsAllProblemsAtOnce() throws IOException {
        byte[] good = Folder.png(64, 64, 1);
        byte[] huge = good.clone();
        ByteBuffer.wrap(huge).putInt(16, 30_000).putInt(20, 30_000);
        folder.image("5_girl/good.png", 1)
                .bytes("5_girl/cut.png", Arrays.copyOf(good, good.length / 2))
                .text("5_girl/text.png", "I am not a picture")
                .bytes("5_girl/huge.png", huge)
                .bytes("5_girl/empty.png", new byte[0])
                .image("5_girl/utf16.png", 64, 64, 2, "")
                .bytes("5_girl/utf16.txt", "1girl".getBytes(UTF_16))
                .image("5_girl/up..png", 3)
                .image("5_girl/twin.png", 4)
                .bytes("5_girl/twin.jpg", Folder.png(64, 64, 5))
                .bytes("5_girl/anim.gif", new byte[] {'G', 'I', 'F', '8'})
                .image("girl/unnumbered.png", 6)
                .image("0_off/off.png", 7)
                .image("5_girl/deeper/deep.png", 8);
        Files.createDirectory(folder.path().resolve("3_nothing"));

        List<String> problems = problems();

        assertThat(problems).hasSize(13);
        assertThat(String.join("\n", problems))
                .contains("5_girl/cut.png: the file breaks off")
                .contains("5_girl/text.png: no picture but text ('I am not a p")
                .contains("5_girl/huge.png: the header says 30000×30000")
                .contains("5_girl/empty.png: an empty file (0 bytes)")
                .contains("5_girl/utf16.txt: byte 0 is no UTF-8 (0xfe)")
                .contains("5_girl/up..png: a name with '..'")
                .contains("5_girl/up..txt: a name with '..'")
                .contains("5_girl/twin.png: shares its stem with \"twin.jpg\"")
                .contains("5_girl/anim.gif: a \".gif\" file")
                .contains("girl: 1 images in a folder without repeats", "\"10_girl\"")
                .contains("0_off: \"0\" repeats")
                .contains("5_girl/deeper: 1 images one folder too deep")
                .contains("3_nothing: no image in this folder");
    }

    @Test
    void refusesAFolderThatIsNone() throws IOException {
        folder.text("file.txt", "x");

        assertThat(problems("train_data_dir", folder.path().resolve("gone").toString()))
                .singleElement()
                .asString()
                .contains("train_data_dir", "does not exist");
        assertThat(problems("train_data_dir", folder.path().resolve("file.txt").toString()))
                .singleElement()
                .asString()
                .contains("is a file");
        assertThat(problems()).singleElement().asString().contains("no image in");
    }

    @Test
    void refusesTheFolderAboveAndTheFolderBelow() throws IOException {
        folder.image("img/5_girl/a.png", 1);

        assertThat(problems()).singleElement().asString().contains("one level above", "data/img");
        assertThat(problems(
                        "train_data_dir", folder.path().resolve("img/5_girl").toString()))
                .singleElement()
                .asString()
                .contains(
                        "is itself a folder of the form",
                        "give \"" + folder.path().resolve("img") + "\"");
    }

    @Test
    void refusesImagesBesideFolders() throws IOException {
        folder.image("5_girl/a.png", 1).image("b.png", 2);

        assertThat(problems()).singleElement().asString().contains("1 images lie beside \"5_girl\"");
    }

    @Test
    void refusesLinksOutOfTheDataset() throws IOException {
        Path outside = Files.write(temporary.resolve("secret.png"), Folder.png(64, 64, 9));
        folder.image("5_girl/a.png", 1).image("5_girl/b.png", 64, 64, 2, "");
        Files.createSymbolicLink(folder.path().resolve("5_girl/link.png"), outside);
        Files.createSymbolicLink(folder.path().resolve("5_girl/b.txt"), temporary.resolve("nowhere"));
        Files.createSymbolicLink(folder.path().resolve("6_all"), temporary);

        assertThat(String.join("\n", problems()))
                .contains("5_girl/link.png: a symbolic link to \"" + outside.toRealPath())
                .contains("5_girl/b.txt: a symbolic link that leads nowhere")
                .contains("6_all: a symbolic link to");
    }

    @Test
    void allowsLinksWithinTheDataset() throws Exception {
        folder.image("5_girl/a.png", 1);
        Files.createSymbolicLink(
                folder.path().resolve("5_girl/b.png"), folder.path().resolve("5_girl/a.png"));

        assertThat(folder.read().training()).hasSize(2);
    }

    @Test
    void refusesBrokenCaptions() throws IOException {
        folder.image("5_girl/a.png", 64, 64, 1, "\n second line")
                .image("5_girl/b.png", 64, 64, 2, "one")
                .text("5_girl/b.caption", "another")
                .image("5_girl/c.png", 64, 64, 3, "nul\0byte")
                .image("5_girl/d.png", 64, 64, 4, "x".repeat(CaptionFile.MAX_BYTES + 1));

        assertThat(String.join("\n", problems()))
                .contains("5_girl/a.txt: an empty first line")
                .contains("5_girl/b.caption: differs from \"b.txt\"")
                .contains("5_girl/c.txt: control characters")
                .contains("5_girl/d.txt: more than 65536 bytes");
    }

    @Test
    void refusesMissingCaptionsWithoutClassTokens() throws IOException {
        folder.image("a.png", 64, 64, 1, "").image("b.png", 64, 64, 2, "");

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("2 of 2 images have no caption (a.png, b.png)", ".txt or .caption");
    }

    @Test
    void refusesTooManyRepeats() throws IOException {
        folder.image("100000_a/a.png", 1);
        for (int i = 2; i < 14; i++) {
            folder.image("100000_a/" + i + ".png", i);
        }
        folder.image("99999999999999_b/b.png", 99);
        assertThat(problems()).singleElement().asString().contains("99999999999999_b: \"99999999999999\" repeats");

        Files.delete(folder.path().resolve("99999999999999_b/b.png"));
        Files.delete(folder.path().resolve("99999999999999_b/b.txt"));
        Files.delete(folder.path().resolve("99999999999999_b"));
        assertThat(problems()).singleElement().asString().contains("images times repeats are \"1300000\"");
    }

    @Test
    void refusesImagesTooSmallForABucket() throws IOException {
        folder.image("a.png", 63, 200, 1, "x");

        assertThat(problems()).singleElement().asString().contains("a.png: \"63×200\" pixels", "bucket_no_upscale");
    }

    @Test
    void escapesControlCharactersInItsReport() throws IOException {
        folder.image("5_girl/a\nb.png", 1);

        assertThat(problems())
                .allMatch(line -> line.contains("a\\u000ab") && line.lines().count() == 1);
    }

    @Test
    void refusesADatasetTooSmallToHoldAnythingOut() throws IOException {
        folder.image("a.png", 1).image("b.png", 2);

        assertThat(problems("heldout_min", 2)).singleElement().asString().contains("heldout_min", "\"2\" images");
    }

    @Test
    void refusesHeldOutImagesThatAreTrainedOn() throws IOException {
        folder.image("data/a.png", 1).image("data/b.png", 2);
        folder.image("heldout/other-name.png", 80, 80, 2, "x");

        assertThat(problems(
                        "train_data_dir", folder.path().resolve("data").toString(),
                        "heldout_path", folder.path().resolve("heldout").toString()))
                .singleElement()
                .asString()
                .contains("other-name.png", "nearly the same", "\"b.png\"");
    }
}
