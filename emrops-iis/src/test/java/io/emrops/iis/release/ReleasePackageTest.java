package io.emrops.iis.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.iis.WebConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReleasePackageTest {
    @TempDir
    Path directory;

    private Path folder(Map<String, String> files) throws IOException {
        var folder = Files.createDirectories(directory.resolve("package"));
        for (var file : files.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return folder;
    }

    private Path zip(String... names) throws IOException {
        var path = directory.resolve("package.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            for (var name : names) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(name.replace('\\', '/').getBytes(StandardCharsets.UTF_8));
                }
                zip.closeEntry();
            }
        }
        return path;
    }

    private static ReleasePackage of(Path source) {
        return ReleasePackage.of(source, WebConfig.unchanged());
    }

    private static void assertRefused(Path source, String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> of(source))
                .withMessageContaining(source.toString())
                .withMessageContaining(why)
                .withMessageContaining("nothing was sent");
    }

    @Test
    void its_digest_is_that_of_its_sorted_manifest() throws Exception {
        var pack = of(folder(Map.of("b.js", "bb", "a/z.js", "", "\u00e4.js", "\u00e4", "B2.js", "x")));

        assertThat(pack.files()).extracting(ReleaseFile::path).containsExactly("B2.js", "a/z.js", "b.js", "\u00e4.js");
        assertThat(pack.bytes()).isEqualTo(5);
        var manifest = new StringBuilder("emrops-release 1 4 5\n");
        pack.files().forEach(file -> manifest.append(file.sha256() + " " + file.length() + " " + file.path() + "\n"));
        assertThat(pack.digest()).isEqualTo(sha256(manifest.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(pack.files().get(2).sha256()).isEqualTo(sha256(new byte[] {'b', 'b'}));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void a_zip_and_a_folder_with_the_same_files_are_the_same_package() throws Exception {
        var folder = of(folder(Map.of("a.js", "a.js", "bin/b.dll", "bin/b.dll")));

        assertThat(of(zip("bin/", "bin/b.dll", "a.js")).digest()).isEqualTo(folder.digest());
        assertThat(of(zip("bin\\b.dll", "a.js")).digest()).isEqualTo(folder.digest());
        assertThat(of(zip("bin/b.dll", "A.js")).digest()).isNotEqualTo(folder.digest());
    }

    @Test
    void the_same_files_give_the_same_zip_whatever_their_times() throws Exception {
        var folder = folder(Map.of("a.js", "a", "bin/b.dll", "b"));
        var first = directory.resolve("first.zip");
        var second = directory.resolve("second.zip");
        of(folder).writeZip(first);
        Files.setLastModifiedTime(folder.resolve("a.js"), FileTime.fromMillis(1));

        of(first).writeZip(second);

        assertThat(second).hasSameBinaryContentAs(first);
        try (var zip = new ZipFile(first.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("a.js", "bin/b.dll");
            assertThat(zip.stream())
                    .allSatisfy(entry -> assertThat(entry.getExtra()).isNull());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../out.js",
                "a/../../out.js",
                "/etc/passwd",
                "C:/x",
                "..\\out.js",
                "a/./b",
                "a//b",
                "CON",
                "aux.txt",
                "bin/nul",
                "com1",
                "Lpt9.log",
                "con .txt",
                "COM\u00b9",
                "conin$",
                "a:b",
                "a.",
                "a ",
                "dir./x",
                "dir /x",
                "a\u0001",
                "a\nb",
                "a<b",
                "a|b",
                "a\"b",
                "a?b",
                "a*b",
                "\u0085"
            })
    void names_that_windows_cannot_have_are_refused(String name) throws Exception {
        assertRefused(zip("app.js", name), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../", "a/../../", "con/", "/"})
    void folders_that_windows_cannot_have_are_refused(String name) throws Exception {
        assertRefused(zip("app.js", name), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "console.js",
                "com.js",
                "com10",
                "lpt",
                ".env",
                "a b.js",
                "'\u2018\u2019\u201a\u201b;$(x)`.js",
                "[a].js",
                "%x%",
                "n\u00fcl",
                "\ud83d\ude00.js",
                "~1",
                "a..b",
                "null"
            })
    void names_that_only_look_odd_are_taken(String name) throws Exception {
        assertThat(of(zip(name)).files()).extracting(ReleaseFile::path).containsExactly(name);
    }

    @Test
    void names_may_have_240_characters_and_no_more() throws Exception {
        var longest = "a/".repeat(119) + "bb";

        assertThat(of(zip(longest)).files()).hasSize(1);
        assertRefused(zip(longest + "b"), "240 characters");
    }

    @Test
    void names_that_differ_by_case_alone_are_refused() throws Exception {
        assertRefused(zip("App.js", "app.js"), "cannot be beside App.js");
        assertRefused(zip("Bin/a.js", "bin/b.js"), "cannot be beside Bin");
        assertRefused(zip("\u00c4.js", "\u00e4.js"), "cannot be beside");
        assertRefused(zip("bin", "bin/b.js"), "cannot be beside bin");
        assertRefused(zip("a", "A/b"), "cannot be beside");
        assertRefused(zip("bin/a", "bin\\a"), "twice");
        assertThat(of(zip("bin/a", "bin/b", "bin.js", "lib/a")).files()).hasSize(4);
    }

    @Test
    void what_is_empty_or_no_package_is_refused() throws Exception {
        assertRefused(folder(Map.of()), "has no files");
        Files.createDirectory(directory.resolve("package/only-a-folder"));
        assertRefused(directory.resolve("package"), "has no files");
        assertRefused(zip("a/"), "has no files");
        assertRefused(directory.resolve("nowhere"), "neither a folder nor a zip");
        assertRefused(Files.writeString(directory.resolve("text.zip"), "no zip"), "no zip that can be read");
        assertRefused(Files.createFile(directory.resolve("empty.zip")), "no zip that can be read");
    }

    @Test
    void links_inside_are_what_they_lead_to_and_others_are_refused() throws Exception {
        var folder = folder(Map.of("lib/a.js", "a", "bin/x", "x"));
        Files.createSymbolicLink(folder.resolve("bin/a"), Path.of("../lib/a.js"));
        Files.createSymbolicLink(folder.resolve("lib2"), folder.resolve("lib"));

        assertThat(of(folder).files())
                .extracting(ReleaseFile::path)
                .containsExactly("bin/a", "bin/x", "lib/a.js", "lib2/a.js");

        var out = Files.createSymbolicLink(folder.resolve("out"), directory);
        assertRefused(folder, "out is a link that leads out of it");
        Files.delete(out);
        var secret = Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(out, secret);
        assertRefused(folder, "out is a link that leads out of it");
        Files.delete(out);
        Files.createSymbolicLink(out, Path.of("nothing"));
        assertRefused(folder, "to nothing");
        Files.delete(out);
        Files.createSymbolicLink(out, Path.of("out"));
        assertRefused(folder, "in a circle");
        Files.delete(out);
        Files.createSymbolicLink(folder.resolve("lib/up"), folder);
        assertRefused(folder, "in a circle");
    }

    @Test
    void a_folder_may_itself_be_reached_by_a_link() throws Exception {
        var folder = folder(Map.of("a.js", "a"));
        var link = Files.createSymbolicLink(directory.resolve("latest"), folder);

        assertThat(of(link).digest()).isEqualTo(of(folder).digest());
    }

    @Test
    void a_zip_that_grows_beyond_all_measure_is_refused_before_it_is_unpacked() throws Exception {
        var bomb = directory.resolve("bomb.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            zip.putNextEntry(new ZipEntry("zeros"));
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 200; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }

        assertRefused(bomb, "more bytes than a package may");
    }

    @Test
    void a_zip_that_is_damaged_is_refused() throws Exception {
        var path = directory.resolve("stored.zip");
        var content = "some content".getBytes(StandardCharsets.UTF_8);
        try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
            var entry = new ZipEntry("app.js");
            var crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        var bytes = Files.readAllBytes(path);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("some content")] = 'S';
        Files.write(path, bytes);

        assertRefused(path, "app.js is damaged");
        assertRefused(Files.write(path, List.of("cut")), "no zip that can be read");
    }

    @Test
    void what_changes_between_reading_and_sending_is_not_sent() throws Exception {
        var folder = folder(Map.of("a.js", "a", "b.js", "b"));
        var pack = of(folder);
        var to = directory.resolve("to.zip");
        Files.writeString(folder.resolve("b.js"), "c");

        assertChanged(pack, to, "b.js has changed");
        Files.delete(folder.resolve("b.js"));
        assertChanged(pack, to, "other files");
        Files.writeString(folder.resolve("c.js"), "c");
        assertChanged(pack, to, "b.js is gone");
    }

    private static void assertChanged(ReleasePackage pack, Path to, String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> pack.writeZip(to))
                .withMessageContaining(why);
        assertThat(to).doesNotExist();
    }

    @Test
    void web_config_is_edited_before_it_is_measured_and_sent() throws Exception {
        var folder = folder(Map.of("Web.Config", "<configuration/>", "sub/web.config", "<configuration/>"));
        var edits = WebConfig.unchanged().appSetting("Region", "EU");

        var pack = ReleasePackage.of(folder, edits);

        assertThat(pack.edits()).containsExactly("appSettings Region: added, \"EU\"");
        assertThat(pack.digest()).isNotEqualTo(of(folder).digest());
        var zip = directory.resolve("to.zip");
        pack.writeZip(zip);
        assertThat(of(zip).digest()).isEqualTo(pack.digest());
        assertThat(entries(zip).get("Web.Config")).contains("\"EU\"");
        assertThat(entries(zip).get("sub/web.config")).isEqualTo("<configuration/>");
        assertThat(folder.resolve("Web.Config")).hasContent("<configuration/>");
    }

    private static Map<String, String> entries(Path path) throws IOException {
        var entries = new TreeMap<String, String>();
        try (var zip = new ZipFile(path.toFile())) {
            for (var entry : new ArrayList<>(zip.stream().toList())) {
                entries.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    @Test
    void edits_need_a_web_config_that_can_be_edited() throws Exception {
        var edits = WebConfig.unchanged().appSetting("Region", "EU");
        var folder = folder(Map.of("a.js", "a"));

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> ReleasePackage.of(folder, edits))
                .withMessageContaining("has no web.config");
        Files.writeString(folder.resolve("web.config"), "<configuration>\n\n<a></configuration>");
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> ReleasePackage.of(folder, edits))
                .withMessageContaining(folder.toString())
                .withMessageContaining("web.config line 3 is no XML");
        assertThat(of(folder).files()).hasSize(2);
    }
}
