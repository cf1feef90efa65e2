package io.emrops.testkit;

import io.emrops.logs.LogGap;
import io.emrops.spi.log.LogReader;
import io.emrops.spi.log.LogSource;
import io.emrops.spi.log.LogUnreadableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the only instance of a service of {@link FakeLogs} has written. Long lines are read in pieces, as platforms give them. */
final class FakeInstanceLog implements LogSource {
    private static final int LONGEST = 16 << 10;

    private final String service;
    private final List<Line> lines = new ArrayList<>();
    private Instant created = Instant.MIN;
    private boolean unreadable;
    private Runnable before = () -> {};

    private record Line(Instant at, byte[] text, boolean error) {}

    FakeInstanceLog(String service) {
        this.service = service;
    }

    void add(Instant at, byte[] text, boolean error) {
        var late = !lines.isEmpty() && at.isBefore(lines.get(lines.size() - 1).at());
        lines.add(new Line(at, text.clone(), error));
        if (late) {
            lines.sort(Comparator.comparing(Line::at));
        }
    }

    void replaced(Instant at) {
        lines.removeIf(line -> line.at().isBefore(at));
        created = at;
    }

    void unreadable() {
        unreadable = true;
    }

    void before(Runnable each) {
        before = each;
    }

    void clear() {
        lines.clear();
    }

    FakeInstanceLog copy() {
        var copy = new FakeInstanceLog(service);
        copy.lines.addAll(lines);
        copy.created = created;
        copy.unreadable = unreadable;
        return copy;
    }

    Optional<Instant> createdAfter(Instant moment) {
        return Optional.of(created).filter(at -> at.isAfter(moment));
    }

    void write(List<List<String>> rows) {
        for (var line : lines) {
            rows.add(List.of(
                    service,
                    line.at().toString(),
                    Base64.getEncoder().encodeToString(line.text()),
                    Boolean.toString(line.error())));
        }
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String instance() {
        return service + "-1";
    }

    @Override
    public LogReader open() throws LogUnreadableException {
        if (unreadable) {
            throw new LogUnreadableException(LogGap.Reason.UNREADABLE, "the platform cannot read this log", null);
        }
        return new Reader();
    }

    private final class Reader implements LogReader {
        private int line;
        private int offset;
        private int end;

        @Override
        public boolean next() {
            before.run();
            if (line > 0 && !ends()) {
                offset = end;
            } else {
                if (line == lines.size()) {
                    return false;
                }
                line++;
                offset = 0;
            }
            end = Math.min(current().text().length, offset + LONGEST);
            return true;
        }

        private Line current() {
            return lines.get(line - 1);
        }

        @Override
        public long time() {
            var at = current().at();
            return at.getEpochSecond() * 1_000_000_000L + at.getNano();
        }

        @Override
        public boolean isError() {
            return current().error();
        }

        @Override
        public boolean begins() {
            return offset == 0;
        }

        @Override
        public boolean ends() {
            return end == current().text().length;
        }

        @Override
        public byte[] buffer() {
            return current().text();
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int length() {
            return end - offset;
        }

        @Override
        public void close() {}
    }
}
