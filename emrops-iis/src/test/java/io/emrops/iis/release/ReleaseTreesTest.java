package io.emrops.iis.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.iis.WebConfig;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Trees of files that nobody has thought of. */
@Tag("long")
final class ReleaseTreesTest {
    private static final String CONFIG = "<configuration>\n  <appSettings/>\n</configuration>\n";

    @Provide
    Arbitrary<Map<String, byte[]>> trees() {
        var part = Arbitraries.strings()
                .withChars("abcXYZ09_-$'`;[]~ \u00e4\u2018\u4e00")
                .ofMinLength(1)
                .ofMaxLength(6)
                .map(name -> "f" + name + "x");
        var path = part.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
        var content = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        return Arbitraries.maps(path, content).ofMinSize(1).ofMaxSize(12).filter(ReleaseTreesTest::isATree);
    }

    private static boolean isATree(Map<String, byte[]> files) {
        var clashes = new WindowsNames.Clashes();
        return files.keySet().stream().allMatch(path -> clashes.add(path).isEmpty());
    }

    private static Path zip(Path to, Map<String, byte[]> files) throws IOException {
        try (var zip = new ZipOutputStream(Files.newOutputStream(to))) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return to;
    }

    private static Path folder(Path to, Map<String, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = to.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return to;
    }

    private static void remove(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Property(tries = 60)
    void a_tree_is_one_package_whatever_it_lies_in(@ForAll("trees") Map<String, byte[]> files, @ForAll Random random)
            throws IOException {
        var directory = Files.createTempDirectory("emrops-trees");
        try {
            var shuffled = new ArrayList<>(files.entrySet());
            Collections.shuffle(shuffled, random);
            var other = new LinkedHashMap<String, byte[]>();
            shuffled.forEach(file -> other.put(file.getKey(), file.getValue()));

            var first = ReleasePackage.of(folder(directory.resolve("folder"), files), WebConfig.unchanged());
            var second = ReleasePackage.of(zip(directory.resolve("a.zip"), other), WebConfig.unchanged());
            first.writeZip(directory.resolve("first.zip"));
            second.writeZip(directory.resolve("second.zip"));

            assertThat(second.digest()).isEqualTo(first.digest());
            assertThat(directory.resolve("second.zip")).hasSameBinaryContentAs(directory.resolve("first.zip"));
            assertThat(entries(directory.resolve("first.zip"))).isEqualTo(texts(files));
        } finally {
            remove(directory);
        }
    }

    private static Map<String, String> entries(Path path) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var zip = new ZipFile(path.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return texts(entries);
    }

    private static Map<String, String> texts(Map<String, byte[]> files) {
        var texts = new TreeMap<String, String>();
        files.forEach((path, bytes) -> texts.put(path, new String(bytes, StandardCharsets.ISO_8859_1)));
        return texts;
    }

    @Property(tries = 12)
    void a_tree_with_an_edit_is_on_the_host_as_it_was_here(@ForAll("trees") Map<String, byte[]> files)
            throws Exception {
        var directory = Files.createTempDirectory("emrops-trees");
        try (var scripted = ScriptedWindowsHost.builder().start();
                var host = PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build()) {
            var windows = SimulatedWindows.behind(scripted);
            var all = new TreeMap<>(files);
            all.put("web.config", CONFIG.getBytes(StandardCharsets.UTF_8));
            var edits = WebConfig.unchanged().appSetting("Region", "EU");
            var pack = ReleasePackage.of(folder(directory.resolve("package"), all), edits);

            var stored = new ReleaseFolders(host, "D:\\apps").store("1.0", pack, Progress.none());

            all.put("web.config", edits.apply(CONFIG.getBytes(StandardCharsets.UTF_8)));
            var there = new TreeMap<String, byte[]>();
            for (var path : windows.files().below(stored.folder(), true)) {
                there.put(
                        path.substring(stored.folder().length() + 1).replace('\\', '/'),
                        windows.files().read(path).orElseThrow());
            }
            assertThat(texts(there)).isEqualTo(texts(all));
        } finally {
            remove(directory);
        }
    }

    @Provide
    Arbitrary<List<String>> names() {
        var part = Arbitraries.oneOf(
                Arbitraries.of(
                        "..", ".", "", "CON", "nul.txt", "a.", "a ", "C:", "a:b", "com1", "\0", "x\ny", "\ud800", "a*"),
                Arbitraries.of("a", "A", "b", "B", "c.js"),
                Arbitraries.strings().ofMaxLength(5));
        return part.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(parts -> Arbitraries.of("/", "\\").map(slash -> String.join(slash, parts)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .uniqueElements();
    }

    @Property(tries = 400)
    void a_zip_is_refused_or_stays_below_its_folder(@ForAll("names") List<String> names) throws IOException {
        var directory = Files.createTempDirectory("emrops-names");
        try {
            var files = new LinkedHashMap<String, byte[]>();
            names.forEach(name -> files.put(name, new byte[0]));
            Path zip;
            try {
                zip = zip(directory.resolve("a.zip"), files);
            } catch (IOException | IllegalArgumentException e) {
                return; // no zip can have that name
            }
            ReleasePackage pack;
            try {
                pack = ReleasePackage.of(zip, WebConfig.unchanged());
            } catch (PreconditionFailedException e) {
                assertThat(e).hasMessageContaining("nothing was sent").hasMessageNotContaining("\n");
                return;
            }
            var root = directory.resolve("root");
            assertThat(pack.files()).allSatisfy(file -> {
                assertThat(root.resolve(file.path()).normalize())
                        .startsWithRaw(root)
                        .isNotEqualTo(root);
                assertThat(file.path()).doesNotContain("\\", ":", "//").doesNotStartWith("/");
                assertThat(List.of(file.path().split("/"))).noneMatch(part -> part.endsWith(".") || part.endsWith(" "));
            });
            assertThat(pack.files()).extracting(ReleaseFile::path).doesNotHaveDuplicates();
        } finally {
            remove(directory);
        }
    }
}
