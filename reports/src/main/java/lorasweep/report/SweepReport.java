package lorasweep.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import lorasweep.file.WholeFile;
import lorasweep.report.content.Report;
import lorasweep.report.content.ReportMaker;
import lorasweep.report.content.ReportSource;
import lorasweep.report.content.TrialCache;
import lorasweep.report.html.HtmlReport;
import lorasweep.report.html.InlinedPictures;
import lorasweep.report.text.ReportJson;
import lorasweep.reporting.ReportRenderer;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;

/**
 * Writes {@code report.html} and {@code report.json} into a sweep's folder, each of them whole. Whoever renders a sweep
 * again and again keeps one of these, which remembers the trials that have ended.
 */
public final class SweepReport implements ReportRenderer {
    private static final String JSON = "report.json";

    private final Clock clock;
    private final TrialCache cache = new TrialCache();

    /** Reports that carry the time of the machine's clock. */
    public SweepReport() {
        this(Clock.systemUTC());
    }

    /** Reports that carry the time of a clock. */
    public SweepReport(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void render(Path sweepFolder) throws IOException {
        SweepFolder folder = new SweepFolder(sweepFolder);
        Report report = report(folder);
        String json = ReportJson.text(report);
        WholeFile.write(folder.path().resolve(JSON), json);
        InlinedPictures pictures = InlinedPictures.of(report.pictures(), folder.path(), InlinedPictures.DEFAULT_BUDGET);
        WholeFile.write(folder.reportFile(), HtmlReport.text(report, json, pictures));
    }

    private Report report(SweepFolder folder) throws IOException {
        try {
            return ReportMaker.make(new ReportSource(SweepState.read(folder), clock.instant()), cache);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
