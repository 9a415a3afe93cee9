package lorasweep.report.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportServerTest {
    @TempDir
    private Path out;

    private ReportServer server;

    @BeforeEach
    void serve() throws IOException {
        Path folder = Files.createDirectories(out.resolve("sweep"));
        Files.writeString(folder.resolve("report.html"), "<p>report");
        Files.writeString(folder.resolve("ledger.jsonl"), "secret");
        Files.writeString(out.resolve("outside.png"), "secret");
        Files.createDirectories(folder.resolve("trials/a/samples"));
        Files.writeString(folder.resolve("trials/a/samples/1 2.png"), "picture");
        Files.writeString(folder.resolve("trials/a/spec.json"), "secret");
        server = ReportServer.start(folder, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(server.address() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void servesTheReportAndPictures() throws Exception {
        assertThat(get("").body()).isEqualTo("<p>report");
        assertThat(get("").headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(get("trials/a/samples/1%202.png").body()).isEqualTo("picture");
    }

    @Test
    void servesNothingElse() throws Exception {
        for (String path : new String[] {
            "ledger.jsonl",
            "trials/a/spec.json",
            "trials",
            "%2e%2e/outside.png",
            "trials/%2e%2e/%2e%2e/outside.png",
            "none.png"
        }) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void listensOnLoopbackForLoopbackOnly() throws Exception {
        assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
        try (Socket socket =
                new Socket(InetAddress.getByName("127.0.0.1"), server.address().getPort())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 404");
        }
    }
}
