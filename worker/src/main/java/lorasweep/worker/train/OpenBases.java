package lorasweep.worker.train;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lorasweep.trial.BaseSettings;
import lorasweep.trial.ComputeSettings;
import lorasweep.trial.CrossAttention;
import lorasweep.trial.MixedPrecision;
import lorasweep.worker.model.ModelFiles;

/**
 * The base models of a process: each opened once for a device and shared by all packs that need it.
 * One that nobody uses stays for the next pack, until its device is asked for another one.
 */
public final class OpenBases implements AutoCloseable {
    private final Map<Key, Entry> entries = new HashMap<>();
    private long opened;

    /** All that a loaded base depends on. */
    private record Key(
            ModelFiles files,
            boolean vParameterization,
            MixedPrecision precision,
            CrossAttention attention,
            Device device) {}

    private static final class Entry {
        private final OpenBase base;
        private int users;

        private Entry(OpenBase base) {
            this.base = base;
        }
    }

    /** A base in use, until closed. */
    public final class Lease implements AutoCloseable {
        private final Entry entry;
        private boolean returned;

        private Lease(Entry entry) {
            this.entry = entry;
            entry.users++;
        }

        /** The base. */
        public OpenBase base() {
            return entry.base;
        }

        @Override
        public void close() {
            synchronized (OpenBases.this) {
                if (!returned) {
                    returned = true;
                    entry.users--;
                }
            }
        }
    }

    /**
     * The base of some settings on a device, opened now if it is not open.
     *
     * @throws lorasweep.trial.InvalidInputException if it cannot be used
     */
    public synchronized Lease lease(BaseSettings settings, ComputeSettings compute, Device device) {
        ModelFiles files = files(settings);
        Key key = new Key(
                files, settings.vParameterization(), compute.mixedPrecision(), compute.crossAttention(), device);
        Entry entry = entries.get(key);
        if (entry == null) {
            closeIdle(device);
            entry = new Entry(OpenBase.open(files, settings, compute, device));
            entries.put(key, entry);
            opened++;
        }
        return new Lease(entry);
    }

    /** The files of the base that settings name. */
    public static ModelFiles files(BaseSettings settings) {
        return new ModelFiles(
                Path.of(settings.pretrainedModelNameOrPath()), settings.vae().map(Path::of), Optional.empty());
    }

    /** A base takes gigabytes: what is idle makes room before the next is loaded. */
    private void closeIdle(Device device) {
        entries.entrySet().removeIf(known -> {
            boolean idle = known.getKey().device().equals(device) && known.getValue().users == 0;
            if (idle) {
                known.getValue().base.close();
            }
            return idle;
        });
    }

    /** How many bases were opened so far. */
    public synchronized long opened() {
        return opened;
    }

    /** Frees everything; no lease may be open. */
    @Override
    public synchronized void close() {
        entries.values().forEach(entry -> entry.base.close());
        entries.clear();
    }
}
