package lorasweep.report.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lorasweep.analysis.Preference;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.score.ScoreCurve;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.PlannedTrial;
import lorasweep.plan.SweepPlan;
import lorasweep.report.testing.Reports;
import lorasweep.report.testing.SampleSweep;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportMakerTest {
    @TempDir
    private static Path out;

    private static SweepAnalysis analysis;
    private static Report report;

    @BeforeAll
    static void make() throws IOException {
        Path folder = SampleSweep.character(out)
                .running(2)
                .failing("girl.png: is a pickle")
                .write();
        analysis = SweepState.read(new SweepFolder(folder)).analysis();
        report = Reports.of(folder);
    }

    @Test
    void hasEveryTrialInTheOrderOfTheGrid() {
        assertThat(report.trials().stream().map(TrialFacts::id))
                .containsExactlyElementsOf(analysis.trials().stream()
                        .map(trial -> trial.id().text())
                        .toList());
        assertThat(report.sweep().isRunning()).isTrue();
        assertThat(report.sweep().ended()).isEqualTo(34);
    }

    @Test
    void theStagesShowWhatTheVerdictsSayFromTheSameNoise() {
        assertThat(report.stages().stream().map(Stage::kind))
                .startsWith(Stage.BASE)
                .contains(Stage.PICK, "UNDERFIT", "OVERFIT")
                .doesNotHaveDuplicates();
        for (Stage stage : report.stages()) {
            List<Pictures.Picture> pictures = stage.pictures().stream()
                    .map(index -> report.pictures().samples().get(index))
                    .toList();
            assertThat(pictures).extracting(Pictures.Picture::prompt).containsExactly(0, 1);
            assertThat(pictures).extracting(Pictures.Picture::trial).containsOnly(stage.trial());
            assertThat(pictures).extracting(Pictures.Picture::epoch).containsOnly(stage.epoch());
            assertThat(pictures).extracting(Pictures.Picture::seed).containsOnly(3547528961L);
            Integer trial = stage.trial();
            if (trial != null && !stage.kind().equals(Stage.PICK)) {
                TrialFacts facts = report.trials().get(trial);
                assertThat(facts.finding().verdict().name()).isEqualTo(stage.kind());
                assertThat(stage.epoch() / 3)
                        .as("the last epoch drawn")
                        .isEqualTo(facts.course()
                                        .epochs()
                                        .get(facts.course().epochs().size() - 1)
                                / 3);
            }
        }
    }

    @Test
    void theCardNamesTheAnalysissPickAndItsFile() {
        var pick = analysis.pick(Preference.SMALLEST).orElseThrow();
        PickCard card = report.pick();
        TrialFacts trial = report.trials().get(card.trial());
        assertThat(trial.id()).isEqualTo(pick.trial().text());
        assertThat(card.epoch()).isEqualTo(trial.course().epochs().get(pick.moment()));
        assertThat(out.resolve("sample-sweep").resolve(card.file())).exists();
        assertThat(card.tied())
                .doesNotContain(card.trial())
                .allSatisfy(
                        tied -> assertThat(report.trials().get(tied).place()).isIn("WINNER", "TIED"));
    }

    @Test
    void theGridFileToGoOnWithHasTheWinner() {
        NextGridFile next = report.nextGrid();
        assertThat(next.name()).isEqualTo("sample-sweep-2.yaml");
        List<PlannedTrial> trials = SweepPlan.of(GridFile.parse(next.text(), next.name(), out), Assumptions.MID_RANGE)
                .trials();
        assertThat(trials).hasSize(next.trials());
        assertThat(trials)
                .extracting(trial -> trial.spec().configuration())
                .contains(analysis.leaderboard().standings().get(0).configuration());
    }

    @Test
    void curvesAreTheAnalysissWithinAUnit() {
        for (int i = 0; i < report.trials().size(); i++) {
            var fit = analysis.trials().get(i).fit();
            TrialFacts.Course course = report.trials().get(i).course();
            assertThat(course != null).isEqualTo(fit.isPresent());
            if (course != null) {
                ScoreCurve curve = fit.get().heldOut();
                int[] mean = course.heldOut().mean();
                for (int moment = 0; moment < mean.length; moment++) {
                    assertThat(mean[moment] * report.scoreUnit())
                            .isCloseTo(curve.mean().at(moment), within(report.scoreUnit() / 2 + 1e-12));
                }
                assertThat(course.bands()).hasSize(report.bands().size());
                assertThat(course.verdicts()).hasSize(mean.length - 1);
            }
        }
    }

    @Test
    void theBoardCountsEveryTrialOnceByVerdict() {
        assertThat(report.board().stream().filter(Tally::isVerdict).flatMap(tally -> tally.trials().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 36).boxed().toList());
    }

    @Test
    void sharedAndOwnSettingsAreAllOfATrialsSettings() {
        TrialFacts trial = report.trials().get(5);
        assertThat(trial.settings()).containsOnlyKeys("network_dim", "network_alpha", "unet_lr");
        assertThat(trial.settings().size() + report.settings().size())
                .isEqualTo(analysis.trials().get(5).spec().settings().size());
    }

    @Test
    void failuresAndEarlyEndsAreIncidents() {
        assertThat(report.trials().get(0).ended()).contains("girl.png: is a pickle");
        assertThat(report.cost().incidents())
                .anySatisfy(incident -> assertThat(incident.text()).isEqualTo("girl.png: is a pickle"))
                .anySatisfy(incident -> assertThat(incident.kind()).isEqualTo("ended early"));
        assertThat(report.cost().bars()).hasSize(9);
    }

    @Test
    void theBasesPicturesAreThereOnce() {
        List<Pictures.Picture> samples = report.pictures().samples();
        assertThat(samples.stream().filter(picture -> picture.trial() == null)).hasSize(2);
        assertThat(samples.stream().filter(picture -> picture.trial() != null)).allSatisfy(picture -> {
            Pictures.Picture base = samples.get(picture.base());
            assertThat(base.trial()).isNull();
            assertThat(base.prompt()).isEqualTo(picture.prompt());
            assertThat(out.resolve("sample-sweep").resolve(picture.thumbnail())).exists();
        });
        assertThat(report.pictures().neighbours())
                .isNotEmpty()
                .allSatisfy(pair -> assertThat(out.resolve("sample-sweep").resolve(pair.thumbnail()))
                        .exists())
                .isSortedAccordingTo(Comparator.comparingDouble(Pictures.Neighbour::ratio));
    }

    @Test
    void isTheSameReadBackFromJson() throws IOException {
        JsonNode json = Reports.json(report);
        assertThat(json.get("format").asText()).isEqualTo("lorasweep/report");
        assertThat(Reports.json(Reports.withTexts(report, text -> text))).isEqualTo(json);
        assertThat(Files.exists(out.resolve("sample-sweep/report.html"))).isFalse();
    }

    @Test
    void wordsForAShellAreQuoted() {
        assertThat(PickMaker.quoted("/data/a b'c.safetensors")).isEqualTo("'/data/a b'\\''c.safetensors'");
        assertThat(PickMaker.quoted("/data/a.safetensors")).isEqualTo("/data/a.safetensors");
    }
}
