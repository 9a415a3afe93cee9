package lorasweep.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorasweep.preset.PresetEntry;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.Resolution;
import lorasweep.trial.SampleEpochs;
import lorasweep.trial.SampleSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridFileTest {
    private static final String HEAD =
            "version: 1\nname: girl\nbase: b.safetensors\ndataset: { path: data }\ntrain: { max_train_epochs: 4 }\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`gird: {network_dim: [1]}`                          | unknown key \"gird\"; did you mean \"grid\"?",
                "`grid: {network_dmi: [1]}`                          | did you mean \"network_dim\"?",
                "`grid: {network_dim: 8}`                            | network_dim is \"8\", expected a list",
                "`grid: {network_dim: []}`                           | an empty list",
                "`grid: {network_dim: [8, 0]}`                       | network_dim is \"0\", expected a whole number from 1",
                "`grid: {network_dim: [8, eight]}`                   | names \"eight\"",
                "`grid: {network_dim: [8, ]}`                        | accepted",
                "`grid: {network_dim: [8, ~]}`                       | empty value",
                "`grid: {network_alpha: [network_alpha / 2]}`        | depends on itself",
                "`grid: {network_alpha: [conv_dim / 2]}`             | conv_dim is not set",
                "`grid: {lr_scheduler: [cosin]}`                     | lr_scheduler is \"cosin\", expected one of constant",
                "`grid: {seed: [1, 2]}`                              | expected seeds:",
                "`grid: {output_name: [a, b]}`                       | cannot change the result",
                "`grid: {network_dim: {log: [8, 64]}}`               | no number of values, expected points",
                "`grid: {network_dim: {log: [8, 64], points: 1}}`    | points is \"1\", expected a whole number from 2",
                "`grid: {network_dim: {log: [8, 9], points: 5}}`     | expected fewer: network_dim would be 8 twice",
                "`grid: {network_dim: {log: [64, 8], points: 3}}`    | the smaller first",
                "`grid: {unet_lr: {log: [0, 1], points: 3}}`         | expected both ends above 0",
                "`grid: {unet_lr: {lin: [0, 1], points: 3}}`         | expected one of log, linear, points",
                "`grid: {lr_scheduler: {log: [1, 2], points: 3}}`    | expected a list of values",
                "`zip: [{network_dim: [1, 2], unet_lr: [1e-4]}]`     | [2, 1] values, expected equally many",
                "`grid: {unet_lr: [1e-4]}\nzip: [{unet_lr: [1e-3]}]` | unet_lr is an axis twice",
                "`exclude: [network_dim = 1]`                        | cannot be used: found \"= 1\"",
                "`exclude: network_dim == 1`                         | exclude is \"network_dim == 1\", expected a list",
                "`include: [{network_dmi: 1}]`                       | did you mean \"network_dim\"?",
                "`seeds: []`                                         | expected at least one seed",
                "`seeds: [1, 1]`                                     | seeds has \"1\" twice",
                "`seeds: [-1]`                                       | seed is \"-1\", expected a whole number from 0",
                "`seeds: 3`                                          | seeds is \"3\", expected a list",
                "`probes: {timestep: 3}`                             | did you mean \"timesteps\"?",
                "`probes: {timesteps: 0}`                            | probe_timesteps is \"0\"",
                "`samples: {}`                                       | prompts is missing",
                "`samples: {prompts: [a], sampler: ddmi}`            | sampler is \"ddmi\"",
                "`samples: {prompts: [a], size: 100}`                | multiple of 8",
                "`samples: {prompts: [a], epochs: best}`             | expected window, all, last",
                "`stop: {asha: {reduction: 1}}`                      | reduction is \"1\"",
                "`stop: {dominated: true}`                           | unknown key \"dominated\"",
                "`stop: {audit_fraction: 2}`                         | audit_fraction is \"2\"",
                "`search: {strategy: random}`                        | expected how many to choose",
                "`search: {trials: 3}`                               | with strategy grid",
                "`search: {strategy: tpe, trials: 3}`                | expected one of grid, random, sobol",
                "`pack: 0`                                           | expected auto or a whole number",
                "`budget: {gpu_hours: 0}`                            | gpu_hours is \"0\"",
                "`preset: p.yaml`                                    | expected a .json",
                "`preset: missing.json`                              | cannot be read",
                "`grid: 3`                                           | grid is \"3\", expected keys with values",
                "`base: x`                                           | stands in line 3 already",
            })
    void refusesWithTheLine(String more, String words) {
        if (words.equals("accepted")) {
            assertThat(read(HEAD + more).space().size()).contains(BigInteger.ONE);
            return;
        }
        assertThatThrownBy(() -> read(HEAD + more))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("g.yaml")
                .hasMessageContaining(words);
    }

    @Test
    void saysEverythingAtOnceInTheOrderOfTheFile() {
        assertThatThrownBy(() -> read("""
                version: 2
                nme: girl
                train: { clip_skip: 99, seed: 1, networkdim: 8 }
                grid:
                  network_dim: [0, 8]
                  network_alpha: [nope * 2]
                exclude: [ "lr == 3" ]
                pack: many
                """))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(line -> line.replaceAll("(g.yaml(:\\d+)?): .*", "$1"))
                                .containsExactly(
                                        "g.yaml",
                                        "g.yaml",
                                        "g.yaml",
                                        "g.yaml:1",
                                        "g.yaml:1",
                                        "g.yaml:2",
                                        "g.yaml:3",
                                        "g.yaml:3",
                                        "g.yaml:3",
                                        "g.yaml:5",
                                        "g.yaml:6",
                                        "g.yaml:7",
                                        "g.yaml:8"));
    }

    @Test
    void aFloodOfProblemsIsCutAndCounted() {
        StringBuilder many = new StringBuilder(HEAD).append("include:\n");
        for (int i = 0; i < 500; i++) {
            many.append("  - {nothing").append(i).append(": 1}\n");
        }
        assertThatThrownBy(() -> read(many.toString()))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        invalid -> assertThat(invalid.problems())
                                .hasSize(101)
                                .last()
                                .isEqualTo("… and 400 more problems."));
    }

    @Test
    void readsEverySection() {
        GridFile grid = read("""
                version: 1
                name: girl-1.5
                base: file:/bucket/base.safetensors
                dataset: { path: data, heldout: { fraction: 0.2, min: 3, path: ../held } }
                train:
                  max_train_steps: 100
                  network_alpha: network_dim
                  optimizer_args: [weight_decay=0.1]
                grid:
                  network_dim: { log: [8, 64], points: 4 }
                  unet_lr: { linear: [1e-4, 4e-4], points: 4 }
                  lr_scheduler: [cosine, constant]
                zip:
                  - clip_skip: [1, 2]
                    min_snr_gamma: [0, 5]
                exclude:
                include: [ { network_dim: 128 } ]
                seeds: [1, 2]
                probes: { timesteps: 4, train_images: 2 }
                samples: { prompts: [a, b], size: 768x512, epochs: [2, 1], weights: [0.5, 1], seeds: [1, 2, 3], negative: bad }
                stop: { diverged: false, median: { after_epoch: 2 }, asha: true, audit_fraction: 0.1 }
                pack: 4
                budget: { gpu_hours: 2.5 }
                """);
        assertThat(grid.name()).isEqualTo("girl-1.5");
        assertThat(grid.space().settings())
                .containsExactly("network_dim", "unet_lr", "lr_scheduler", "clip_skip", "min_snr_gamma");
        assertThat(grid.space().size()).contains(BigInteger.valueOf(4 * 4 * 2 * 2));
        assertThat(texts(grid.space().at(0))).containsExactly("8", "0.0001", "cosine", "1", "0");
        assertThat(texts(grid.space().at(1))).containsExactly("8", "0.0001", "cosine", "2", "5");
        assertThat(texts(grid.space().at(63))).containsExactly("64", "0.0004", "constant", "2", "5");
        assertThat(texts(grid.space().at(16))).startsWith("16");
        assertThat(grid.constants())
                .extracting(given -> given.name() + "=" + given.value().asText())
                .contains(
                        "pretrained_model_name_or_path=/bucket/base.safetensors",
                        "train_data_dir=" + folder.resolve("data"),
                        "heldout_path=" + folder.resolveSibling("held"),
                        "heldout_min=3",
                        "weight_decay=0.1",
                        "probe_timesteps=4",
                        "output_name=girl-1.5");
        SampleSettings samples = grid.samples().orElseThrow();
        assertThat(samples.size()).isEqualTo(new Resolution(768, 512));
        assertThat(samples.epochs()).isEqualTo(new SampleEpochs(SampleEpochs.Kind.LISTED, List.of(1, 2)));
        assertThat(samples.picturesPerEpoch()).isEqualTo(12);
        assertThat(grid.stop().flags()).isEqualTo(new StopSettings.Flags(false, 0.1));
        assertThat(grid.stop().median()).contains(new MedianRule(2, 4));
        assertThat(grid.stop().asha()).contains(new HalvingRule(1, 3));
        assertThat(grid.pack().size().limit()).isEqualTo(OptionalInt.of(4));
        assertThat(grid.budget().gpuHours()).hasValue(2.5);
        assertThat(grid.seeds()).hasSize(2);
    }

    @Test
    void hasTheseDefaults() {
        GridFile grid = read(HEAD);
        assertThat(grid.stop())
                .isEqualTo(new StopSettings(new StopSettings.Flags(true, 0), Optional.empty(), Optional.empty()));
        assertThat(grid.search().strategy()).isEqualTo(SearchSettings.Strategy.GRID);
        assertThat(grid.pack().size().limit()).isEmpty();
        assertThat(grid.samples()).isEmpty();
        assertThat(grid.seeds()).isEmpty();
        assertThat(grid.space().size()).contains(BigInteger.ONE);
    }

    @Test
    void theGridFileWinsOverItsPreset() throws IOException {
        Files.writeString(
                folder.resolve("p.json"),
                "{\"max_train_epochs\": 9, \"network_dim\": 4, \"clip_skip\": 2, \"loss_type\": \"huber\","
                        + " \"unet_lr\": 0.0003, \"mixed_precision\": \"fp16\"}");
        String more = "preset: p.json\ngrid: {network_dim: [8, 16]}\n";
        assertThatThrownBy(() -> read(HEAD + more))
                .hasMessageContaining("loss_type is \"huber\"")
                .hasMessageContaining("list it under ignore")
                .hasMessageContaining("mixed_precision is \"fp16\"");
        GridFile grid =
                read(HEAD.replace("epochs: 4", "steps: 50, mixed_precision: bf16") + more + "ignore: [loss_type]");
        assertThat(grid.preset().orElseThrow().entries())
                .extracting(entry -> entry.written().name() + " " + entry.use())
                .containsExactly(
                        "max_train_epochs " + PresetEntry.Use.OVERRIDDEN,
                        "network_dim " + PresetEntry.Use.OVERRIDDEN,
                        "clip_skip " + PresetEntry.Use.USED,
                        "loss_type " + PresetEntry.Use.IGNORED,
                        "unet_lr " + PresetEntry.Use.USED,
                        "mixed_precision " + PresetEntry.Use.OVERRIDDEN);
    }

    @Test
    void drawsFromIntervals() {
        GridFile grid = read(HEAD + """
                grid:
                  unet_lr: { log: [1e-5, 1e-3] }
                  network_dim: { linear: [4, 64] }
                search: { strategy: sobol, trials: 8, seed: 3 }
                """);
        assertThat(grid.space().size()).isEmpty();
        assertThat(texts(grid.space().at(new double[] {0, 0}))).containsExactly("0.00001", "4");
        assertThat(texts(grid.space().at(new double[] {0.5, 0.5}))).containsExactly("0.0001", "34");
    }

    private static List<String> texts(Cell cell) {
        return cell.values().stream()
                .map(GivenSetting::value)
                .map(value -> value.isNumber() ? value.decimalValue().toPlainString() : value.asText())
                .toList();
    }

    private GridFile read(String text) {
        return GridFile.parse(text, "g.yaml", folder);
    }
}
