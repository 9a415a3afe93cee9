package lorasweep.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import lorasweep.cli.ExitCode;
import lorasweep.cli.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: says what a LoRA or base model is, without starting the engine. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a LoRA or a base model is: how it was trained, ranks and alphas, how far each block's weights"
                    + " moved, precision, size, and whether its hash still fits.",
            "Example: sweep inspect character.safetensors"
        })
public final class InspectCommand implements Verb {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A LoRA or checkpoint (.safetensors), or a diffusers folder.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--json", description = "Print everything as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Inspection inspection = Inspection.of(file);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();
            out.println(mapper.writeValueAsString(inspection));
        } else {
            InspectionText.print(inspection, out);
        }
        out.flush();
        return ExitCode.DONE;
    }
}
