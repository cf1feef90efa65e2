package io.emrops.testkit.sqlserver.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The messages of one version of the server, in us_english. The list they come from has no edition of 2025; that of 2022 stands in
 * for it.
 */
public final class Messages {
    /** SQL Server 2016. */
    public static final int OLDEST = 13;

    /** SQL Server 2025. */
    public static final int NEWEST = 17;

    private static final String[] LINES = read();
    private static final Map<Integer, Messages> OF_VERSIONS = new ConcurrentHashMap<>();

    private final Map<Integer, Message> messages;

    private Messages(Map<Integer, Message> messages) {
        this.messages = messages;
    }

    /**
     * The messages of a version.
     *
     * @param majorVersion 13 for 2016 to 17 for 2025
     * @throws IllegalArgumentException for any other
     */
    public static Messages of(int majorVersion) {
        if (majorVersion < OLDEST || majorVersion > NEWEST) {
            throw new IllegalArgumentException("no messages of major version " + majorVersion + ", only 13 to 17");
        }
        return OF_VERSIONS.computeIfAbsent(majorVersion, Messages::parsed);
    }

    /** For each server and each batch anew, this would take most of their time. */
    private static Messages parsed(int majorVersion) {
        var messages = new TreeMap<Integer, Message>();
        for (var line : LINES) {
            var fields = line.split("\t", 6);
            if (majorVersion >= Integer.parseInt(fields[3])) {
                var message = new Message(
                        Integer.parseInt(fields[0]),
                        Integer.parseInt(fields[1]),
                        fields[5],
                        Origin.valueOf(fields[2]),
                        fields[4].equals("log"));
                messages.put(message.number(), message);
            }
        }
        return new Messages(Collections.unmodifiableMap(messages));
    }

    /**
     * The message of this number.
     *
     * @throws IllegalArgumentException if its text is not known here
     */
    public Message message(int number) {
        var message = messages.get(number);
        if (message == null) {
            throw new IllegalArgumentException("no text is known for message " + number);
        }
        return message;
    }

    /** All of them, by number. */
    public Collection<Message> all() {
        return messages.values();
    }

    private static String[] read() {
        try (var in = Objects.requireNonNull(Messages.class.getResourceAsStream("messages.tsv"), "messages.tsv")) {
            return Arrays.stream(new String(in.readAllBytes(), UTF_8).split("\n"))
                    .filter(line -> !line.startsWith("#"))
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
