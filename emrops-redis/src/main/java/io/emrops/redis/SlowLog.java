package io.emrops.redis;

import io.emrops.cache.SlowCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code SLOWLOG GET}, without the arguments. */
final class SlowLog {
    private static final int TIME = 1;
    private static final int MICROSECONDS = 2;
    private static final int WORDS = 3;

    private SlowLog() {}

    static List<SlowCommand> read(Session session, int most) throws InterruptedException {
        var all = new ArrayList<SlowCommand>();
        for (var server : session.primaries()) {
            for (var entry : session.await(server.slowlogGet(1000))) {
                command(entry).ifPresent(all::add);
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(SlowCommand::took).reversed())
                .limit(most)
                .toList();
    }

    private static Optional<SlowCommand> command(Object entry) {
        if (!(entry instanceof List<?> fields)
                || fields.size() <= WORDS
                || !(fields.get(TIME) instanceof Long seconds)
                || !(fields.get(MICROSECONDS) instanceof Long micros)
                || !(fields.get(WORDS) instanceof List<?> words)
                || words.isEmpty()
                || !(words.get(0) instanceof byte[] name)) {
            return Optional.empty();
        }
        var command = new String(name, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        return Optional.of(new SlowCommand(
                Instant.ofEpochSecond(seconds),
                command.matches("[A-Z0-9._-]{1,40}") ? command : "(unknown)",
                Duration.ofNanos(micros * 1000)));
    }
}
