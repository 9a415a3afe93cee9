package lorasweep.best;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lorasweep.cli.ExitCode;
import lorasweep.cli.SweepCli;
import lorasweep.grid.GridFile;
import lorasweep.sweep.SweepFolder;
import lorasweep.tensorboard.ParsedEvents;
import lorasweep.tensorboard.ParsedEvents.Parsed;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PickAndCompareTest {
    @TempDir
    private Path out;

    private final StringWriter told = new StringWriter();

    private int sweep(String... arguments) {
        PrintWriter writer = new PrintWriter(told);
        int code = SweepCli.run(writer, writer, arguments);
        writer.flush();
        return code;
    }

    @Test
    void thePickIsCopiedWithWhatReproducesIt() throws IOException {
        SweepFolder folder = TwoSweeps.write(out, "one", TwoSweeps.probes("image"), 0.2, 0.01);

        assertThat(sweep("pick", folder.path().toString())).isEqualTo(ExitCode.DONE);

        assertThat(told.toString()).contains("epoch 2 (step 20)", "network_dim", "usable: epoch 2");
        Path best = folder.bestFolder();
        TrialSpec spec = TrialSpecCodec.read(best.resolve("one-smallest.spec.json"));
        assertThat(spec.network().networkDim()).isEqualTo(8);
        String id = spec.id().toString();
        assertThat(best.resolve("one-smallest.safetensors")).hasContent("girl-000002 " + id);
        assertThat(best.resolve("one-smallest.toml")).content().contains("network_dim = 8");
        assertThat(best.resolve("one-smallest.json")).content().contains("\"epoch\" : 2");
        assertThat(told.toString()).contains("try 4 and 2", "one-2.yaml is the grid file with that, 4 trials");
        assertThat(GridFile.read(best.resolve("one-2.yaml")).name()).isEqualTo("one-2");
        assertThat(best.toFile().list()).hasSize(5);
    }

    @Test
    void whatIsNotShownToBeWorseComesWithWhatItReachesAndItsVerdict() throws IOException {
        TwoSweeps.write(out, "one", TwoSweeps.probes("image"), 0.2, 0.198);

        sweep("pick", out.toString());
        assertThat(told.toString())
                .contains("1 other configuration is not shown to be worse")
                .containsPattern("(?m)^    network_dim=16  -19\\.\\d %; [A-Z_]+$");

        told.getBuffer().setLength(0);
        sweep("pick", out.toString(), "--json");
        JsonNode rivals = new ObjectMapper().readTree(told.toString()).get("rivals");
        assertThat(rivals).hasSize(1);
        assertThat(rivals.get(0).get("name").asText()).isEqualTo("network_dim=16");
        assertThat(rivals.get(0).get("score").get("mean").asDouble()).isCloseTo(Math.log(1 - 0.198), within(0.01));
        assertThat(rivals.get(0).get("verdicts")).hasSize(1);
    }

    @Test
    void aGridToGoOnWithIsDeletedOnceTheWinnerLiesInside() throws IOException {
        SweepFolder folder = TwoSweeps.write(
                out,
                """
                version: 1
                name: three
                base: base.safetensors
                dataset: {path: data}
                train: {max_train_epochs: 3}
                grid: {network_dim: [4, 8, 16]}
                """,
                TwoSweeps.probes("image"),
                spec -> spec.network().networkDim() == 8 ? 0.3 : 0.1,
                TwoSweeps.BEST_IN_THE_MIDDLE);
        Path earlier = Files.createDirectories(folder.bestFolder()).resolve("three-2.yaml");
        Files.writeString(earlier, "of an earlier pick");

        assertThat(sweep("pick", folder.path().toString())).isEqualTo(ExitCode.DONE);

        assertThat(told.toString()).contains("network_dim=8").doesNotContain("three-2.yaml");
        assertThat(earlier).doesNotExist();
    }

    @Test
    void thePickIsToldAsJson() throws IOException {
        SweepFolder folder = TwoSweeps.write(out, "one", TwoSweeps.probes("image"), 0.2, 0.01);
        assertThat(sweep("pick", out.toString(), "--prefer", "earliest", "--json"))
                .isEqualTo(ExitCode.DONE);
        JsonNode pick = new ObjectMapper().readTree(told.toString());
        assertThat(pick.get("prefer").asText()).isEqualTo("earliest");
        assertThat(pick.get("saved").asBoolean()).isTrue();
        assertThat(pick.get("gain").get("low").asDouble()).isPositive();
        assertThat(folder.bestFolder().resolve("one-earliest.safetensors")).exists();
    }

    @Test
    void nothingIsPickedWhereNothingIsBetterThanTheBase() throws IOException {
        SweepFolder folder = TwoSweeps.write(out, "one", TwoSweeps.probes("image"), -0.2, -0.3);
        assertThat(sweep("pick", folder.path().toString())).isEqualTo(ExitCode.DONE);
        assertThat(told.toString()).contains("nothing to take yet");
        assertThat(folder.bestFolder()).doesNotExist();
    }

    @Test
    void sweepsOnTheSameProbesArePaired() throws IOException {
        SweepFolder one = TwoSweeps.write(out, "one", TwoSweeps.probes("image"), 0.2, 0.01);
        SweepFolder two = TwoSweeps.write(out, "two", TwoSweeps.probes("image"), 0.3, 0.01);
        assertThat(sweep("compare", one.path().toString(), two.path().toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(told.toString()).contains("two is better.", "difference -0.13");
        told.getBuffer().setLength(0);
        sweep("compare", two.path().toString(), one.path().toString());
        assertThat(told.toString()).contains("two is better.", "difference +0.13");
        told.getBuffer().setLength(0);
        sweep("compare", one.path().toString(), one.path().toString());
        assertThat(told.toString()).contains("neither is shown to be better.", "difference +0.0000");
    }

    @Test
    void sweepsOnOtherProbesAreNotRanked() throws IOException {
        SweepFolder one = TwoSweeps.write(out, "one", TwoSweeps.probes("image"), 0.2, 0.01);
        SweepFolder two = TwoSweeps.write(out, "two", TwoSweeps.probes("other"), 0.3, 0.01);
        assertThat(sweep("compare", one.path().toString(), two.path().toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(told.toString())
                .contains("held-out images (12 and 12, 0 in common)")
                .doesNotContain("better");
    }

    @Test
    void aSweepIsExportedAsTables() throws IOException {
        SweepFolder folder = TwoSweeps.write(out, "one", TwoSweeps.probes("image"), 0.2, 0.01);
        assertThat(sweep("export", folder.path().toString(), "--csv")).isEqualTo(ExitCode.DONE);
        List<String> trials = Files.readAllLines(folder.path().resolve("export/trials.csv"));
        assertThat(trials).hasSize(3);
        assertThat(trials.get(0)).startsWith("trial,name,status,verdict,best_epoch,best_score,steps");
        assertThat(trials.get(2)).contains("network_dim=8", ",COMPLETED,", ",2,-0.2");
        List<String> probes = Files.readAllLines(folder.path().resolve("export/probes.csv"));
        assertThat(probes).hasSize(1 + 2 * 3 * 12 * 2 * 2);
        assertThat(probes.get(1)).contains(",1,10,HELD_OUT,image0,250,detail,0,");
        assertThat(Files.readAllLines(folder.path().resolve("export/epochs.csv")))
                .hasSize(1);
    }

    @Test
    void aSweepIsExportedForTensorBoard() throws IOException {
        SweepFolder folder = TwoSweeps.write(out, "one", TwoSweeps.probes("image"), 0.2, 0.01);
        assertThat(sweep("export", folder.path().toString(), "--tensorboard")).isEqualTo(ExitCode.DONE);

        Path board = folder.path().resolve("export/tensorboard");
        assertThat(told.toString()).contains(board.toString());
        List<Parsed> whole = ParsedEvents.of(board.resolve("events.out.tfevents.0.hparams"));
        assertThat(whole).hasSize(2);
        assertThat(whole.get(1).plugins().get("_hparams_/experiment")).contains("network_dim", "verdict", "best/score");
        List<Parsed> trial = ParsedEvents.of(board.resolve("network_dim=8/events.out.tfevents.0.hparams"));
        assertThat(trial.get(1).plugins().get("_hparams_/session_start_info"))
                .contains("network_dim", "seed", "OVERFIT");
        assertThat(trial.get(trial.size() - 1).plugins()).containsOnlyKeys("_hparams_/session_end_info");
        assertThat(trial.stream().filter(event -> event.values().containsKey("score/heldout")))
                .extracting(Parsed::step)
                .containsExactly(0L, 10L, 20L, 30L);
        assertThat(trial.get(trial.size() - 2).values()).containsEntry("best/epoch", 2f);
    }

    @Test
    void anExportWithoutAFormatIsRefused() throws IOException {
        SweepFolder folder = TwoSweeps.write(out, "one", TwoSweeps.probes("image"), 0.2, 0.01);
        assertThat(sweep("export", folder.path().toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(told.toString()).contains("write --csv or --tensorboard");
    }
}
