package lorasweep.cli;

import picocli.CommandLine.IVersionProvider;

/** The product's version, as its jar's manifest says it. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"lorasweep " + text()};
    }

    /** The version, or {@code development} when run from classes rather than from a jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
