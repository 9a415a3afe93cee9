package lorasweep.grid;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorasweep.setting.SettingDefinition;
import lorasweep.trial.TrialSpecCodec;
import org.junit.jupiter.api.Test;

class GridSchemaTest {
    private final JsonNode schema;

    GridSchemaTest() throws IOException {
        schema = JsonMapper.builder().build().readTree(GridSchema.text());
    }

    @Test
    void theShippedFileIsTheGeneratedOne() throws IOException {
        Path shipped = Path.of(System.getProperty("project.root", ".."), "grids", "grid.schema.json");
        assertThat(Files.readString(shipped))
                .as("write it again with: sweep plan --schema > grids/grid.schema.json")
                .isEqualTo(GridSchema.text());
    }

    @Test
    void describesEverySettingWithItsDefaultAndRange() {
        for (SettingDefinition setting : TrialSpecCodec.catalog().settings()) {
            JsonNode definition = schema.at("/$defs/" + setting.name());
            assertThat(definition.get("description").asText()).isEqualTo(setting.doc());
        }
        JsonNode dim = schema.at("/$defs/network_dim/anyOf/0");
        assertThat(dim.get("type").asText()).isEqualTo("integer");
        assertThat(dim.get("minimum").asInt()).isEqualTo(1);
        assertThat(dim.get("maximum").asInt()).isEqualTo(1024);
        assertThat(dim.get("default").asInt()).isEqualTo(8);
        assertThat(schema.at("/$defs/lr_scheduler/enum").toString()).contains("cosine_with_restarts");
    }

    @Test
    void hasEveryKeyTheReaderTakes() {
        assertThat(schema.get("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(GridFileReader.KEYS);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : schema.findValues("$ref")) {
            assertThat(schema.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }
}
