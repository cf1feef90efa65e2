package io.emrops.core;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.Context;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emrops.core.journal.FileRunStore;
import io.emrops.spi.RunStore;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another JVM, running a main class of these tests. */
public final class Jvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    private Jvm(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    public static Jvm start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        return new Jvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    // By class rather than from a property: how these tests were started does not matter then.
    private static String classPath() {
        return Stream.of(
                        Jvm.class,
                        FileRunStore.class,
                        RunStore.class,
                        org.slf4j.Logger.class,
                        Logger.class,
                        Context.class,
                        ObjectMapper.class,
                        JsonFactory.class,
                        JsonValue.class)
                .map(Jvm::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> of) {
        try {
            return Path.of(of.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The next line it prints; null when it has ended. */
    public String line() throws IOException {
        return out.readLine();
    }

    /** Says something to it. */
    public void say(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
    }

    /** What {@code kill -9} does. */
    public void kill() throws InterruptedException {
        // By its handle: the process itself would close its output, and what it said last would be lost.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
