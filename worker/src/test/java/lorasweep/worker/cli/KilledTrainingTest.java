package lorasweep.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import lorasweep.cli.ExitCode;
import lorasweep.cli.SweepCli;
import lorasweep.worker.data.Folder;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.TrialFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code sweep train} as a process of its own that is killed with SIGKILL again and again: a pack of three
 * trials of 60, 60 and 41 steps. Whenever it comes to its end, everything it leaves is compared with what
 * an undisturbed run leaves, and it begins anew until there were enough kills.
 */
class KilledTrainingTest {
    @TempDir
    private Path folder;

    @Test
    void aKilledPackEndsWithTheSameBytes() throws Exception {
        endsWithTheSameBytesAfter(3);
    }

    /** The same for longer; {@code -Pchaos}. */
    @Test
    @Tag("chaos")
    void aPackKilledFiftyTimesEndsWithTheSameBytes() throws Exception {
        endsWithTheSameBytesAfter(50);
    }

    private void endsWithTheSameBytesAfter(int kills) throws Exception {
        List<String> specs = specs();
        Path undisturbed = folder.resolve("undisturbed");
        long begin = System.nanoTime();
        assertThat(start(specs, undisturbed).waitFor()).isEqualTo(ExitCode.DONE);
        long wall = System.nanoTime() - begin;
        Map<String, String> expected = TrialFiles.of(undisturbed);
        assertThat(expected.keySet()).anyMatch(name -> name.endsWith("last-000009.safetensors"));

        Random random = new Random(kills);
        int killed = 0;
        int ends = 0;
        while (killed < kills || ends == 0) {
            Path out = folder.resolve("killed-" + ends);
            Process process = start(specs, out);
            long delay = (long) (wall * (0.1 + 0.9 * random.nextDouble()));
            boolean ended = killed < kills ? process.waitFor(delay, TimeUnit.NANOSECONDS) : process.waitFor() >= 0;
            if (ended) {
                assertThat(process.exitValue()).isEqualTo(ExitCode.DONE);
                assertThat(TrialFiles.of(out)).as("behind %d kills", killed).isEqualTo(expected);
                ends++;
            } else {
                process.destroyForcibly().waitFor();
                killed++;
            }
        }
        if (Files.exists(folder.resolve("killed-" + ends))) {
            assertThat(start(specs, folder.resolve("killed-" + ends)).waitFor()).isEqualTo(ExitCode.DONE);
            assertThat(TrialFiles.of(folder.resolve("killed-" + ends))).isEqualTo(expected);
        }
    }

    private Process start(List<String> specs, Path out) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.pytorch.num_threads=1", // threads that wait for each other are slow on a busy machine
                "-cp",
                System.getProperty("java.class.path"),
                SweepCli.class.getName(),
                "train",
                "--out",
                out.toString()));
        specs.forEach(spec -> command.addAll(List.of("--spec", spec)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()));
        builder.environment().put("SOURCE_DATE_EPOCH", "1700000000");
        return builder.start();
    }

    private List<String> specs() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Folder pictures = new Folder(data);
        for (int i = 0; i < 6; i++) {
            pictures.image("1_girl/" + i + ".png", 64, 64, i, "girl, tag " + i);
        }
        return List.of(
                spec("a", Map.of("seed", 1, "save_every_n_steps", 7, "scale_weight_norms", 0.02)),
                spec("b", Map.of("seed", 2, "text_encoder_lr", 1e-3, "network_dropout", 0.2, "shuffle_caption", true)),
                spec("c", Map.of("seed", 3, "max_train_epochs", 0, "max_train_steps", 41, "conv_dim", 2)));
    }

    /** 6 samples, so 6 steps an epoch. */
    private String spec(String name, Map<String, ?> own) throws IOException {
        Map<String, Object> settings = new HashMap<>();
        settings.put("pretrained_model_name_or_path", Goldens.path("model").toString());
        settings.put("train_data_dir", folder.resolve("data").toString());
        settings.put("heldout_fraction", 0);
        settings.put("heldout_min", 0);
        settings.put("resolution", "64");
        settings.put("train_batch_size", 1);
        settings.put("max_train_epochs", 10);
        settings.put("unet_lr", 1e-3);
        settings.put("text_encoder_lr", 0);
        settings.put("network_dim", 4);
        settings.put("probe_timesteps", 1);
        settings.put("probe_noises", 1);
        settings.put("probe_train_images", 1);
        settings.put("probe_every_epochs", 4);
        settings.putAll(own);
        Path file = folder.resolve(name + ".json");
        return Files.write(file, new ObjectMapper().writeValueAsBytes(settings)).toString();
    }
}
