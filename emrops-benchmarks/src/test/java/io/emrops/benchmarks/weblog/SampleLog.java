package io.emrops.benchmarks.weblog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A log of a day, with the fields that IIS logs by default; the same each time. */
final class SampleLog {
    static final String DAY = "2026-11-22";

    private static final String HEAD = """
            #Software: Microsoft Internet Information Services 10.0\r
            #Version: 1.0\r
            #Date: 2026-11-22 00:00:00\r
            #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r
            """;
    private static final int BYTES_PER_LINE = 203;
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/142.0.0.0+Safari/537.36",
            "Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64;+rv:145.0)+Gecko/20100101+Firefox/145.0",
            "HealthProbe/1.0");
    private static final List<String> AREAS =
            List.of("patients", "appointments", "beds", "staff", "rooms", "orders", "results", "billing");
    private static final List<String> PARTS =
            List.of("", "/list", "/search", "/view", "/edit", "/history", "/print", "/export", "/notes", "/files");

    private final SplittableRandom random = new SplittableRandom(47);
    private final StringBuilder text = new StringBuilder(1 << 17);

    private SampleLog() {}

    static void write(Path file, int mib) throws IOException {
        new SampleLog().fill(file, (long) mib << 20);
    }

    private void fill(Path file, long bytes) throws IOException {
        var lines = bytes / BYTES_PER_LINE;
        try (var out = Files.newOutputStream(file)) {
            text.append(HEAD);
            var written = 0L;
            for (var line = 0L; written + text.length() < bytes; line++) {
                append((int) Math.min(86_399, line * 86_400 / lines));
                if (text.length() > 1 << 16) {
                    out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                    written += text.length();
                    text.setLength(0);
                }
            }
            out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void append(int second) {
        text.append(DAY).append(' ');
        two(second / 3600).append(':');
        two(second / 60 % 60).append(':');
        two(second % 60).append(" 10.20.0.5 ");
        text.append(random.nextInt(4) == 0 ? "POST" : "GET").append(" /api/v1/");
        // The product of two draws favours the first of each.
        text.append(AREAS.get(random.nextInt(1 + random.nextInt(AREAS.size()))));
        text.append(PARTS.get(random.nextInt(1 + random.nextInt(PARTS.size()))));
        text.append(random.nextInt(3) == 0 ? " id=" + random.nextInt(100_000) : " -")
                .append(" 443 - 10.30.");
        text.append(random.nextInt(256)).append('.').append(random.nextInt(256)).append(' ');
        text.append(AGENTS.get(random.nextInt(AGENTS.size()))).append(" https://scheduler.hospital.example/");
        text.append(AREAS.get(random.nextInt(AREAS.size()))).append(' ');
        text.append(status()).append(" 0 0 ").append(took()).append("\r\n");
    }

    private StringBuilder two(int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private int status() {
        var draw = random.nextInt(10_000);
        return draw < 7 ? 500 : draw < 9 ? 503 : draw < 150 ? 404 : draw < 600 ? 304 : 200;
    }

    /** Most are fast; one in a hundred takes up to half a minute. */
    private int took() {
        var draw = random.nextInt(100);
        return draw == 0 ? random.nextInt(30_000) : draw < 8 ? 50 + random.nextInt(400) : random.nextInt(80);
    }
}
