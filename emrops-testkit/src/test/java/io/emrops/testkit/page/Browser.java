package io.emrops.testkit.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/** Chromium, which looks at pages with axe-core: in light and dark, wide and narrow, all of them in one process. */
final class Browser {
    private static final int WIDE = 1000;
    private static final int NARROW = 400;

    private static final Pattern POLICY = Pattern.compile("<meta http-equiv=\"Content-Security-Policy\"[^>]*>");
    private static final String DARK = "(prefers-color-scheme: dark)";

    private Browser() {}

    /** A page in a colour and a width. */
    private record View(String name, String html, int width) {}

    /** What axe-core says, a line for each fault, and one for each look that tells how many rules were kept. */
    static List<String> look(Map<String, String> pages, Path directory) throws IOException, InterruptedException {
        var views = new ArrayList<View>();
        pages.forEach((name, html) -> {
            for (var width : new int[] {WIDE, NARROW}) {
                views.add(new View(name + ", light, " + width, prefer("light", html), width));
                views.add(new View(name + ", dark, " + width, prefer("dark", html), width));
            }
        });
        var file = Files.writeString(directory.resolve("harness.html"), harness(views));
        return Jsoup.parse(dump(file, directory)).select("pre").text().lines().toList();
    }

    /** The page as somebody sees it who prefers light or dark, without the policy that keeps scripts out. */
    private static String prefer(String wanted, String html) {
        var open = POLICY.matcher(html).replaceFirst("");
        if (open.equals(html) || !html.contains(DARK)) {
            throw new AssertionError("The page is not made as it is expected to be");
        }
        return open.replace(DARK, wanted.equals("dark") ? "all" : "not all");
    }

    private static String harness(List<View> views) throws IOException {
        var harness =
                new StringBuilder("<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Harness</title>");
        harness.append("<script id=axe type=text/plain>")
                .append(resource("/axe.min.js"))
                .append("</script>\n");
        for (var view : views) {
            if (view.html().contains("<script") || view.html().contains("</script")) {
                throw new AssertionError(view.name() + " has a script");
            }
            harness.append("<script class=page type=text/plain data-name=\"" + view.name() + "\" data-width="
                    + view.width() + ">" + view.html() + "</script>\n");
        }
        return harness + "</head><body><script>" + resource("axe-harness.js") + "</script></body></html>";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Browser.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String dump(Path page, Path directory) throws IOException, InterruptedException {
        var out = directory.resolve("dump.html");
        var process = new ProcessBuilder(
                        Optional.ofNullable(System.getenv("EMROPS_CHROMIUM")).orElse("chromium"),
                        "--headless",
                        // Root has no sandbox, and the pages are ours.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--virtual-time-budget=600000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("chromium.log").toFile())
                .start();
        try {
            if (!process.waitFor(100, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("Chromium failed: " + Files.readString(directory.resolve("chromium.log")));
            }
            return Files.readString(out);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
