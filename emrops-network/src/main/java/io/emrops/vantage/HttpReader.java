package io.emrops.vantage;

import io.emrops.reachability.Obstacle;
import io.emrops.reachability.Phase;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads an answer of HTTP/1, with bounds on all that the other side chooses. */
final class HttpReader {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.\\d (?<status>[1-5]\\d\\d)( .*)?");
    private static final Pattern HEADER = Pattern.compile("(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):(?<value>.*)");
    private static final Pattern CHUNK = Pattern.compile("(?<size>[0-9A-Fa-f]{1,7})([ \\t]*;.*)?[ \\t]*");
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);
    private static final int HEADS_AT_MOST = 64 << 10;
    private static final int BODY_AT_MOST = 1 << 20;
    private static final int HEX = 16;
    private static final int BUFFER = 16 << 10;

    private final Line line;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER).limit(0);
    private int headBytes;

    HttpReader(Line line) {
        this.line = line;
    }

    /**
     * What stands before the body.
     *
     * @param headers the values by their names in lower case
     */
    record Head(int status, Map<String, List<String>> headers) {
        boolean isChunked() {
            return headers.getOrDefault("transfer-encoding", List.of()).stream()
                    .anyMatch(value -> value.toLowerCase(Locale.ROOT).endsWith("chunked"));
        }

        /** How many bytes the body has at most; without a length it ends with the connection. */
        int length() throws Obstructed {
            var value = headers.getOrDefault("content-length", List.of()).stream()
                    .findFirst()
                    .orElse("" + BODY_AT_MOST);
            if (!value.matches("\\d{1,18}")) {
                throw noHttp();
            }
            return (int) Math.min(BODY_AT_MOST, Long.parseLong(value));
        }
    }

    Head head() throws Obstructed, InterruptedException {
        var first = STATUS.matcher(textLine());
        if (!first.matches()) {
            throw noHttp();
        }
        var headers = new TreeMap<String, List<String>>();
        for (var text = textLine(); !text.isEmpty(); text = textLine()) {
            var header = HEADER.matcher(text);
            if (!header.matches()) {
                throw noHttp();
            }
            headers.computeIfAbsent(header.group("name").toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.group("value").strip());
        }
        return new Head(Integer.parseInt(first.group("status")), headers);
    }

    /** As far as it is read at most. */
    String body(Head head) throws Obstructed, InterruptedException {
        var body = new ByteArrayOutputStream();
        if (WITHOUT_BODY.contains(head.status())) {
            return "";
        }
        if (head.isChunked()) {
            readChunks(body);
        } else {
            readSome(body, head.length(), head.headers().containsKey("content-length"));
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private void readChunks(ByteArrayOutputStream body) throws Obstructed, InterruptedException {
        while (body.size() < BODY_AT_MOST) {
            var chunk = CHUNK.matcher(textLine());
            if (!chunk.matches()) {
                throw noHttp();
            }
            var size = Integer.parseInt(chunk.group("size"), HEX);
            if (size == 0) {
                return;
            }
            readSome(body, Math.min(size, BODY_AT_MOST - body.size()), true);
            if (body.size() < BODY_AT_MOST && !textLine().isEmpty()) {
                throw noHttp();
            }
        }
    }

    private void readSome(ByteArrayOutputStream body, int bytes, boolean all) throws Obstructed, InterruptedException {
        for (var left = bytes; left > 0; ) {
            if (!received.hasRemaining() && !receive()) {
                if (all) {
                    throw new Obstructed(new Obstacle.BrokenOff(Phase.HTTP));
                }
                return;
            }
            var next = Math.min(left, received.remaining());
            body.write(received.array(), received.position(), next);
            received.position(received.position() + next);
            left -= next;
        }
    }

    /** A line without its end; bytes beyond ASCII as ISO 8859-1. */
    private String textLine() throws Obstructed, InterruptedException {
        var text = new StringBuilder();
        while (true) {
            if (!received.hasRemaining() && !receive()) {
                throw new Obstructed(new Obstacle.BrokenOff(Phase.HTTP));
            }
            if (++headBytes > HEADS_AT_MOST) {
                throw noHttp();
            }
            var next = (char) (received.get() & 0xff);
            if (next == '\n') {
                var end = text.length() > 0 && text.charAt(text.length() - 1) == '\r' ? 1 : 0;
                return text.substring(0, text.length() - end);
            }
            text.append(next);
        }
    }

    private boolean receive() throws Obstructed, InterruptedException {
        received.clear();
        try {
            return line.read(received, Phase.HTTP);
        } finally {
            received.flip();
        }
    }

    private static Obstructed noHttp() {
        return new Obstructed(new Obstacle.NotUnderstood(Phase.HTTP));
    }
}
