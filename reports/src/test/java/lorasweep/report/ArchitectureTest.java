package lorasweep.report;

import lorasweep.testing.ArchitectureRules;
import lorasweep.testing.PackageTable;

class ArchitectureTest implements ArchitectureRules {

    @Override
    public PackageTable packages() {
        return new PackageTable("lorasweep", """
                report -> report.content report.html report.text core.file core.reporting core.sweep
                report.cli -> report report.serve core.cli core.store core.sweep core.trial
                report.content -> report.image core.analysis core.analysis.score core.analysis.statistics core.analysis.verdict core.best core.preset core.result core.sweep core.trial
                report.html -> report.content report.text core.analysis.verdict
                report.image -> core.file
                report.serve ->
                report.text -> report.content core.analysis.verdict
                """);
    }
}
