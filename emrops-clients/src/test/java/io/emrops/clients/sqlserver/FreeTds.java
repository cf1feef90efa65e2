package io.emrops.clients.sqlserver;

import io.emrops.clients.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** FreeTDS's programs, with a {@code freetds.conf} of their own. */
record FreeTds(Path directory) {
    private static final String SERVER = "scripted";

    /** @param settings lines of {@code freetds.conf}, for this server */
    static FreeTds of(Path directory, int port, String... settings) throws IOException {
        var lines =
                new ArrayList<>(List.of("[" + SERVER + "]", "host = localhost", "port = " + port, "tds version = 7.4"));
        lines.addAll(List.of(settings));
        Files.write(directory.resolve("freetds.conf"), lines);
        return new FreeTds(directory);
    }

    /** What {@code tsql} says to batches, each with a {@code go} behind it. */
    Program tsql(String user, String password, String... batches) throws Exception {
        return run(input(batches), "tsql", "-S", SERVER, "-U", user, "-P", password);
    }

    /** What {@code fisql} says to batches, each with a {@code go} behind it. */
    Program fisql(String user, String password, String... batches) throws Exception {
        return run(input(batches), "fisql", "-S", SERVER, "-U", user, "-P", password);
    }

    /** The same; what takes longer is cancelled. */
    Program fisqlWithin(int seconds, String user, String password, String... batches) throws Exception {
        return run(input(batches), "fisql", "-t", "" + seconds, "-S", SERVER, "-U", user, "-P", password);
    }

    /** What {@code bsqldb} says to one batch; it separates columns by a vertical bar. */
    Program bsqldb(String user, String password, String batch) throws Exception {
        return run(batch + "\n", "bsqldb", "-S", SERVER, "-U", user, "-P", password, "-t", "|");
    }

    /** What {@code freebcp} says when it loads lines of text, with semicolons between columns. */
    Program freebcp(String user, String password, String table, List<String> lines) throws Exception {
        var file = Files.write(Files.createTempFile(directory, "lines", ".csv"), lines);
        return run(
                "", "freebcp", table, "in", file.toString(), "-c", "-t", ";", "-S", SERVER, "-U", user, "-P", password);
    }

    private Program run(String input, String... command) throws Exception {
        var conf = directory.resolve("freetds.conf").toString();
        return Program.run(Map.of("FREETDSCONF", conf, "HOME", directory.toString()), input, List.of(command));
    }

    private static String input(String... batches) {
        var input = new StringBuilder();
        for (var batch : batches) {
            input.append(batch).append("\ngo\n");
        }
        return input.append("exit\n").toString();
    }
}
