package lorasweep.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import lorasweep.runner.EngineCheck;

/** What {@code sweep doctor --gpu} says: for each GPU what was proven and what not. */
final class GpuReport {
    private GpuReport() {}

    /** Tries every GPU; whether there is one, and everything is proven on all of them. */
    static boolean print(EngineCheck check, PrintWriter screen) {
        List<EngineCheck.Gpu> gpus = check.start().gpus();
        int proven = 0;
        int tried = 0;
        for (EngineCheck.Gpu gpu : gpus) {
            for (EngineCheck.Proof proof : check.prove(gpu.device())) {
                tried++;
                proven += proof.isProven() ? 1 : 0;
                line(screen, gpu.device(), proof);
            }
        }
        if (gpus.isEmpty()) {
            screen.println("not proven: anything about GPUs, because the engine finds none. The CUDA flavour needs"
                    + " PYTORCH_LIBRARY_PATH (PyTorch 2.7.1's torch/lib, for CUDA 12.8) and PYTORCH_FLAVOR=cu128, and"
                    + " nvidia-smi must work (k8s/README.md).");
        } else {
            screen.println(
                    proven + " of " + tried + " claims are proven on " + gpus.size() + " GPUs. Not proven here: how"
                            + " fast a real sweep is, and how large its packs may be; ./sweep run says both.");
        }
        screen.flush();
        return proven == tried && tried > 0;
    }

    private static void line(PrintWriter screen, String device, EngineCheck.Proof proof) {
        screen.println(String.format(
                Locale.ROOT,
                "%-7s %-10s %s (%s)",
                device,
                proof.isProven() ? "proven" : "NOT PROVEN",
                proof.claim(),
                proof.seen()));
        screen.flush();
    }
}
