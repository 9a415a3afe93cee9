package lorasweep.standalone;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lorasweep.trial.InvalidInputException;

/**
 * What a process of the cluster is reached at, and how it tells friends from strangers.
 *
 * @param address that it listens on
 * @param secret that all processes share; none: everybody who reaches the address may run code
 */
public record ClusterSettings(String address, Optional<Secret> secret) {
    /** Reached from this machine only. */
    public static final String LOOPBACK = "127.0.0.1";

    /**
     * Checks the address.
     *
     * @throws InvalidInputException if it is no address of a machine, or it needs a secret and has none
     */
    public ClusterSettings {
        if (secret.isEmpty() && !isLoopback(address)) {
            throw new InvalidInputException(
                    "cluster: " + address + " can be reached from other machines and there is no"
                            + " secret, expected one; whoever reaches a cluster without one can run code on it.");
        }
    }

    /**
     * Whether an address is this machine's own.
     *
     * @throws InvalidInputException if it is none, or one that stands for all of them
     */
    public static boolean isLoopback(String address) {
        try {
            InetAddress resolved = InetAddress.getByName(address);
            if (resolved.isAnyLocalAddress()) {
                throw new InvalidInputException("cluster: --address is \"" + address
                        + "\", expected one address of this machine; name the network that the cluster is to use.");
            }
            return resolved.isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new InvalidInputException(
                    "cluster: --address is \"" + address + "\", expected an address of this machine.", e);
        }
    }

    /** Spark's settings for all of its processes. */
    public Map<String, String> sparkSettings() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                // Takes applications without asking for the secret.
                "spark.master.rest.enabled", "false",
                "spark.ui.killEnabled", "false"));
        // Not AES/GCM, which is offered as a cipher too: with it Spark 4.1.1 loses the first request of a driver.
        secret.ifPresent(shared -> settings.putAll(Map.of(
                "spark.authenticate", "true",
                "spark.authenticate.secret", shared.text(),
                "spark.network.crypto.enabled", "true",
                "spark.io.encryption.enabled", "true")));
        return settings;
    }
}
