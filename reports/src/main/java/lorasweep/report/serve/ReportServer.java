package lorasweep.report.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Serves a sweep's report and its pictures on the loopback address. Nothing else of the folder can be
 * read, nothing can be written, and a page of another origin that names this address by a host of its own
 * gets nothing.
 */
public final class ReportServer implements AutoCloseable {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "json", "application/json",
            "jpg", "image/jpeg",
            "png", "image/png");
    private static final Set<String> FOLDERS = Set.of("trials", "report-thumbnails");
    private static final Set<String> REPORTS = Set.of("report.html", "report.json");
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost");
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final HttpServer server;
    private final Path folder;

    private ReportServer(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /**
     * Begins to serve.
     *
     * @param folder the sweep's
     * @param port 0 for any that is free
     * @throws IOException if the port is taken
     */
    public static ReportServer start(Path folder, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        HttpServer http = HttpServer.create(address, 0);
        ReportServer server = new ReportServer(http, folder);
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    /** Where the report is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(NOT_ALLOWED, -1);
                return;
            }
            String path = exchange.getRequestURI().getPath();
            Optional<Path> file = isOurs(exchange) ? file(path.equals("/") ? "/report.html" : path) : Optional.empty();
            if (file.isEmpty()) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
                return;
            }
            byte[] bytes = Files.readAllBytes(file.get());
            exchange.getResponseHeaders().set("Content-Type", type(file.get()).orElseThrow());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            exchange.sendResponseHeaders(OK, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static boolean isOurs(HttpExchange exchange) {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        return HOSTS.contains(host.replaceFirst(":\\d+$", ""));
    }

    /** The file a path means, if it may be read. */
    private Optional<Path> file(String path) {
        Path asked = folder.resolve(path.substring(1)).normalize();
        if (path.indexOf('\0') >= 0 || !asked.startsWith(folder) || asked.equals(folder)) {
            return Optional.empty();
        }
        Path inside = folder.relativize(asked);
        boolean isReport = inside.getNameCount() == 1 && REPORTS.contains(inside.toString());
        boolean isPicture = inside.getNameCount() > 1
                && FOLDERS.contains(inside.getName(0).toString())
                && type(asked).filter(type -> type.startsWith("image/")).isPresent();
        return (isReport || isPicture) && Files.isRegularFile(asked) ? Optional.of(asked) : Optional.empty();
    }

    private static Optional<String> type(Path file) {
        String name = file.getFileName().toString();
        return Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
