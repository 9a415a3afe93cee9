package lorasweep.report.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.report.content.Report;
import lorasweep.report.content.ReportMaker;
import lorasweep.report.content.ReportSource;
import lorasweep.report.text.ReportJson;
import lorasweep.sweep.SweepFolder;
import lorasweep.sweep.SweepState;

/** Reports of simulated sweeps, and what tests make of them. */
public final class Reports {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** What the page compares with names of its own. */
    private static final Set<String> WORDS = Set.of(
            "format", "verdict", "verdicts", "kind", "weight", "side", "end", "place", "status", "at", "made_at");

    private Reports() {}

    /** The report of a sweep's folder. */
    public static Report of(Path folder) throws IOException {
        return ReportMaker.make(new ReportSource(SweepState.read(new SweepFolder(folder)), SampleSweep.BEGIN));
    }

    /** The report's JSON as a tree. */
    public static JsonNode json(Report report) throws IOException {
        return MAPPER.readTree(ReportJson.text(report));
    }

    /** The same report with every free text replaced. */
    public static Report withTexts(Report report, UnaryOperator<String> texts) throws IOException {
        JsonNode root = json(report);
        replace(root, texts);
        return MAPPER.treeToValue(root, Report.class);
    }

    private static void replace(JsonNode node, UnaryOperator<String> texts) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                if (entry.getValue().isTextual() && !WORDS.contains(entry.getKey())) {
                    object.put(entry.getKey(), texts.apply(entry.getValue().asText()));
                } else {
                    replace(entry.getValue(), texts);
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, texts.apply(array.get(i).asText()));
                } else {
                    replace(array.get(i), texts);
                }
            }
        }
    }

    /** A report of many trials: those of a report again and again, each with curves of its own. */
    public static Report multiplied(Report report, int trials) throws IOException {
        ObjectNode root = (ObjectNode) json(report);
        ArrayNode few = (ArrayNode) root.get("trials");
        ArrayNode many = MAPPER.createArrayNode();
        RandomStream chance = RandomStream.of(1, Purpose.DEMO, trials, 0);
        for (int i = 0; i < trials; i++) {
            ObjectNode trial = few.get(i % few.size()).deepCopy();
            trial.put("id", String.format("%012x", i));
            trial.findValues("mean").forEach(values -> shake(values, chance));
            trial.findValues("half").forEach(values -> shake(values, chance));
            many.add(trial);
        }
        root.set("trials", many);
        ((ObjectNode) root.get("sweep")).put("trials", trials).put("ended", trials);
        return MAPPER.treeToValue(root, Report.class);
    }

    private static void shake(JsonNode values, RandomStream chance) {
        if (values instanceof ArrayNode array) {
            for (int i = 1; i < array.size(); i++) {
                array.set(i, array.get(i).asInt() + chance.nextInt(200) - 100);
            }
        }
    }
}
