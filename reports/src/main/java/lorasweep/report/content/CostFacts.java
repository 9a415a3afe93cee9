package lorasweep.report.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sweep cost.
 *
 * @param trainHours device hours in training steps
 * @param probeHours device hours in probes and other measures
 * @param sampleHours device hours in pictures
 * @param savedMinutes device minutes that ending trials early saved; an estimate from their own speed
 * @param bars who worked on what and when
 * @param incidents failures, retries and what was ended early, in the order they happened
 */
public record CostFacts(
        double trainHours,
        double probeHours,
        double sampleHours,
        double savedMinutes,
        List<Bar> bars,
        List<Incident> incidents) {
    /** Copies the lists. */
    public CostFacts {
        bars = List.copyOf(bars);
        incidents = List.copyOf(incidents);
    }

    /**
     * One attempt at a pack.
     *
     * @param lane who worked: executor, host and device
     * @param pack its number
     * @param attempt from 1
     * @param start milliseconds since 1970
     * @param until likewise
     * @param end FINISHED, STOPPED, FAILED, or RUNNING
     * @param trials their indices
     */
    public record Bar(String lane, int pack, int attempt, long start, long until, String end, List<Integer> trials) {}

    /**
     * Something that went otherwise than planned.
     *
     * @param at ISO 8601 in UTC; absent if it is not known
     * @param kind failure, retry, ended early …
     * @param trial index of the trial; absent if it concerns others
     * @param text what happened
     */
    public record Incident(
            @Nullable String at, String kind, @Nullable Integer trial, String text) {}
}
