package lorasweep.export;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A file of comma-separated values with a heading (RFC 4180), written row by row. */
final class CsvTable implements Closeable {
    private static final CsvMapper MAPPER = CsvMapper.builder().build();

    private final SequenceWriter rows;
    private final int columns;

    /** A table with these columns; a file that is there is replaced. */
    CsvTable(Path file, List<String> columns) throws IOException {
        CsvSchema schema = CsvSchema.builder()
                .addColumns(columns, CsvSchema.ColumnType.STRING)
                .build()
                .withHeader();
        this.rows = MAPPER.writer(schema).writeValues(file.toFile());
        this.columns = columns.size();
        rows.init(false);
    }

    /** Adds a row; what is not known is empty. */
    void row(Object... cells) throws IOException {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + columns + " columns");
        }
        rows.write(Arrays.stream(cells).map(String::valueOf).toList());
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
