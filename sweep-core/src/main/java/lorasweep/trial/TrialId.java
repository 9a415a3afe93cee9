package lorasweep.trial;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name a trial has everywhere: the first 12 hexadecimal digits of the SHA-256 of its identity
 * ({@link TrialSpecCodec#identity}). Does not depend on the order settings were written in, nor on
 * whether a default was spelled out. Among 100,000 trials two different ones meet with a probability
 * of 2e-5; a plan checks.
 */
public record TrialId(String text) implements Comparable<TrialId> {
    private static final int DIGITS = 12;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + DIGITS + "}");

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if it is not 12 hexadecimal digits in lower case
     */
    public TrialId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a trial id: " + text);
        }
    }

    /** The id that stands for a canonical text. */
    static TrialId digest(String canonical) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return new TrialId(HexFormat.of().formatHex(hash).substring(0, DIGITS));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    @Override
    public int compareTo(TrialId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
