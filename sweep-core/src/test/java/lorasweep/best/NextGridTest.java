package lorasweep.best;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import lorasweep.analysis.EdgeAdvice;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.PlannedTrial;
import lorasweep.plan.SweepPlan;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import lorasweep.trial.Configuration;
import lorasweep.trial.NetworkSettings;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grid to go on with, read back by what reads any grid file. */
class NextGridTest {
    private static final String HEAD = """
            version: 1
            name: girl
            base: models/base.safetensors
            dataset: {path: data, heldout: {fraction: 0.2, min: 3}}
            probes: {noises: 1}
            """;

    @TempDir
    private Path out;

    private @Nullable Configuration winner;

    private Optional<NextGrid> next(List<Double> course, ToDoubleFunction<TrialSpec> share, String rest)
            throws IOException {
        SweepFolder folder = TwoSweeps.write(
                Files.createTempDirectory(out, null), HEAD + rest, TwoSweeps.probes("image"), share, course);
        SweepState state = SweepState.read(folder);
        SweepAnalysis analysis = state.analysis();
        winner = analysis.leaderboard().standings().isEmpty()
                ? null
                : analysis.leaderboard().standings().get(0).configuration();
        return NextGrid.of(state, analysis);
    }

    private static List<TrialSpec> specs(NextGrid next) {
        GridFile grid = GridFile.parse(next.text(), "next.yaml", Path.of("/elsewhere"));
        return SweepPlan.of(grid, Assumptions.MID_RANGE).trials().stream()
                .map(PlannedTrial::spec)
                .toList();
    }

    @Test
    void goesOnBeyondTheEdgeWithTheWinnersSettings() throws IOException {
        NextGrid next = next(
                        TwoSweeps.BEST_IN_THE_MIDDLE,
                        spec -> 0.01 * spec.network().networkDim()
                                + (spec.learningRates().unetLr() == 2e-4 ? 0.2 : 0),
                        """
                        train: {max_train_epochs: 3, network_alpha: 4, unet_lr: 1.0e-4, caption_extension: .txt}
                        grid: {network_dim: [8, 16], unet_lr: [1.0e-4, 2.0e-4, 4.0e-4]}
                        samples: {prompts: ["girl, no smile: yes", 1girl "x" '#'], size: 512, seeds: [7]}
                        seeds: [5, 6]
                        """)
                .orElseThrow();

        assertThat(next.name()).isEqualTo("girl-2");
        assertThat(next.edges()).singleElement().satisfies(edge -> {
            assertThat(edge.setting()).isEqualTo("network_dim");
            assertThat(edge.direction()).isEqualTo(EdgeAdvice.Direction.HIGHER);
            assertThat(edge.support()).isEqualTo(EdgeAdvice.Support.SHOWN);
            assertThat(edge.sentence())
                    .isEqualTo("The best network_dim, 16, is the largest tried, and 8 is worse: try 32 and 64.");
        });
        List<TrialSpec> specs = specs(next);
        assertThat(specs).hasSize(next.trials()).hasSize(8);
        assertThat(specs).extracting(TrialSpec::configuration).contains(winner);
        assertThat(specs)
                .extracting(spec -> spec.network().networkDim(), TrialSpec::seed)
                .containsExactly(
                        tuple(8, 5L),
                        tuple(8, 6L),
                        tuple(16, 5L),
                        tuple(16, 6L),
                        tuple(32, 5L),
                        tuple(32, 6L),
                        tuple(64, 5L),
                        tuple(64, 6L));
        assertThat(specs).allMatch(spec -> spec.learningRates().unetLr() == 2e-4);
        SampleSettings samples = GridFile.parse(next.text(), "next.yaml", Path.of("/elsewhere"))
                .samples()
                .orElseThrow();
        assertThat(samples.prompts()).containsExactly("girl, no smile: yes", "1girl \"x\" '#'");
    }

    @Test
    void anAxisRisesWhereItGoesOnDownwards() throws IOException {
        NextGrid next = next(
                        TwoSweeps.BEST_IN_THE_MIDDLE,
                        spec -> 3.0 / spec.network().networkDim(),
                        """
                        train: {max_train_epochs: 3}
                        grid: {network_dim: [32, 8, 16]}
                        """)
                .orElseThrow();

        assertThat(next.edges())
                .singleElement()
                .satisfies(edge -> assertThat(edge.direction()).isEqualTo(EdgeAdvice.Direction.LOWER));
        assertThat(specs(next)).extracting(spec -> spec.network().networkDim()).containsExactly(2, 4, 8, 16);
    }

    @Test
    void whatFollowsByAnExpressionGoesOnByItself() throws IOException {
        NextGrid next = next(
                        TwoSweeps.BEST_IN_THE_MIDDLE,
                        spec -> 0.01 * spec.network().networkDim()
                                + 0.01 * spec.network().networkAlpha(),
                        """
                        train: {max_train_epochs: 3, network_alpha: network_dim, text_encoder_lr: unet_lr / 2}
                        grid: {network_dim: [8, 16]}
                        include: [{network_dim: 16, network_alpha: 1}]
                        """)
                .orElseThrow();

        assertThat(next.edges()).extracting(EdgeAdvice::setting).containsExactly("network_dim");
        assertThat(alphasByRank(next)).isEqualTo(Map.of(8, 8.0, 16, 16.0, 32, 32.0, 64, 64.0));
    }

    @Test
    void whereTheWinnerDepartsFromAnExpressionItsOwnValueIsKept() throws IOException {
        NextGrid next = next(
                        TwoSweeps.BEST_IN_THE_MIDDLE,
                        spec -> 0.01 * spec.network().networkDim()
                                + (spec.network().networkAlpha() == 12 ? 0.2 : 0),
                        """
                        train: {max_train_epochs: 3, network_alpha: network_dim}
                        grid: {network_dim: [8, 16]}
                        include: [{network_dim: 16, network_alpha: 12}]
                        """)
                .orElseThrow();

        assertThat(alphasByRank(next)).isEqualTo(Map.of(8, 12.0, 16, 12.0, 32, 12.0, 64, 12.0));
    }

    @Test
    void anExpressionOnAnAxisStaysOne() throws IOException {
        NextGrid next = next(
                        TwoSweeps.BEST_IN_THE_MIDDLE,
                        spec -> 0.01 * spec.network().networkDim()
                                + (spec.network().networkAlpha()
                                                == spec.network().networkDim() / 2.0
                                        ? 0.2
                                        : 0),
                        """
                        train: {max_train_epochs: 3, network_alpha: 8}
                        grid: {network_dim: [8, 16], network_alpha: [network_dim, network_dim / 2]}
                        """)
                .orElseThrow();

        assertThat(alphasByRank(next)).isEqualTo(Map.of(8, 4.0, 16, 8.0, 32, 16.0, 64, 32.0));
    }

    @Test
    void anAxisWithoutAConstantIsSaid() throws IOException {
        NextGrid next = next(
                        TwoSweeps.BEST_IN_THE_MIDDLE,
                        spec -> spec.learningRates().unetLr() * 100
                                + (spec.base().pretrainedModelNameOrPath().endsWith("other.safetensors") ? 0.2 : 0),
                        """
                        train: {max_train_epochs: 3, network_alpha: network_dim}
                        grid:
                          base: [models/base.safetensors, models/other.safetensors]
                          network_dim: [4, 8, 16]
                          unet_lr: [1.0e-4, 2.0e-4]
                        """)
                .orElseThrow();
        assertThat(next.text()).contains("network_alpha: network_dim", "/models/other.safetensors");
        assertThat(specs(next)).extracting(TrialSpec::configuration).contains(winner);
    }

    @Test
    void trainingShorterIsNeverAndLongerOnlyAskedForWhereTheEndIsBest() throws IOException {
        String lengths = """
                train: {unet_lr: 1.0e-4}
                grid: {max_train_epochs: [4, 8]}
                """;
        assertThat(next(TwoSweeps.BEST_AT_THE_END, spec -> length(spec) == 4 ? 0.3 : 0.1, lengths))
                .isEmpty();
        assertThat(next(TwoSweeps.BEST_IN_THE_MIDDLE, spec -> length(spec) == 8 ? 0.3 : 0.1, lengths))
                .isEmpty();
        assertThat(next(TwoSweeps.BEST_AT_THE_END, spec -> length(spec) == 8 ? 0.3 : 0.1, lengths))
                .hasValueSatisfying(next -> assertThat(next.edges())
                        .singleElement()
                        .satisfies(edge -> assertThat(edge.proposed()).containsExactly("16", "32")));
    }

    @Test
    void whatAPresetSaysIsSaidWithoutIt() throws IOException {
        Path preset = Files.writeString(out.resolve("preset.toml"), """
                network_dim = 8
                network_alpha = 4
                learning_rate = 1e-4
                max_train_epochs = 10
                optimizer_type = "AdamW8bit"
                optimizer_args = ["weight_decay=0.1"]
                xformers = true
                cache_latents = true
                shuffle_caption = true
                resolution = "512,512"
                caption_extension = ".txt"
                """);
        NextGrid next = next(
                        TwoSweeps.BEST_IN_THE_MIDDLE,
                        spec -> 0.01 * spec.network().networkDim(),
                        "preset: " + preset + "\ngrid: {network_dim: [8, 16]}\n")
                .orElseThrow();

        assertThat(next.text()).doesNotContain("preset");
        assertThat(specs(next)).extracting(TrialSpec::configuration).contains(winner);
    }

    @Test
    void nothingLiesBeyondAWinnerInsideTheGrid() throws IOException {
        assertThat(next(TwoSweeps.BEST_IN_THE_MIDDLE, spec -> spec.network().networkDim() == 8 ? 0.3 : 0.1, """
                        train: {max_train_epochs: 3}
                        grid: {network_dim: [4, 8, 16]}
                        """))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "~",
                "yes",
                "0x1F",
                "1e3",
                "- a",
                "? a",
                ": a",
                "a: b",
                "a #b",
                "#a",
                "@a",
                "`a",
                "%a",
                "!a",
                "&a",
                "*a",
                "|",
                ">",
                "[a",
                "{a",
                "]",
                "'a'",
                "\"a",
                "a\\b",
                "a,",
                " a",
                "a ",
                "(1girl:1.2), <lora:x:1>",
                "---",
                "...",
                "--- a",
                "a:",
                "=",
                "<<",
                "\u00e9\u2028\ud83d\ude00",
                "2001-01-01",
                "12:30:45"
            })
    void promptsAreReadBackAsTheyWere(String prompt) {
        String written =
                HEAD + "train: {max_train_epochs: 3}\nsamples: {prompts: [" + TextNode.valueOf(prompt) + "]}\n";
        GridFile grid = GridFile.parse(written, "grid.yaml", out);
        Map<String, List<String>> axes = Map.of("network_dim", List.of("4", "8"));

        String text = new GridText("girl", grid.constants(), axes, List.of("1"), grid.samples()).yaml("Prompts.");

        GridFile read = GridFile.parse(text, "next.yaml", out);
        assertThat(read.samples()).isEqualTo(grid.samples());
        assertThat(read.samples().orElseThrow().prompts()).containsExactly(prompt);
    }

    /** Of all trials, the winner among them. */
    private Map<Integer, Double> alphasByRank(NextGrid next) {
        List<TrialSpec> specs = specs(next);
        assertThat(specs).extracting(TrialSpec::configuration).contains(winner);
        return specs.stream()
                .map(TrialSpec::network)
                .collect(Collectors.toMap(NetworkSettings::networkDim, NetworkSettings::networkAlpha));
    }

    private static int length(TrialSpec spec) {
        return spec.length().maxTrainEpochs();
    }
}
