package lorasweep.report;

import lorasweep.testing.ArchitectureRules;
import lorasweep.testing.PackageTable;

class ArchitectureTest implements ArchitectureRules {

    @Override
    public PackageTable packages() {
        return new PackageTable("lorasweep", """
                report ->
                """);
    }
}
