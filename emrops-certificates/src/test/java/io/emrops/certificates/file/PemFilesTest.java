package io.emrops.certificates.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.CertificateStore.Stage;
import io.emrops.certificate.KeyState;
import io.emrops.certificate.KeyedCertificate;
import io.emrops.certificates.issuer.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example");

    @TempDir
    Path folder;

    private final KeyedCertificate one = SelfSigned.issuer().issue(ORDER, Progress.none());
    private final KeyedCertificate two = SelfSigned.issuer().issue(ORDER, Progress.none());

    private PemFiles store() {
        return PemFiles.at(folder.resolve("emr.crt"), folder.resolve("emr.key"));
    }

    private static void put(CertificateStore store, String change, KeyedCertificate certificate) throws Exception {
        store.stage(change, certificate);
        store.activate(change);
        store.finish(change);
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void permissions_are_kept_and_those_of_a_key_never_wider_than_its_owners() throws Exception {
        put(store(), "one", one);
        Files.setPosixFilePermissions(folder.resolve("emr.crt"), PosixFilePermissions.fromString("rw-rw----"));
        Files.setPosixFilePermissions(folder.resolve("emr.key"), PosixFilePermissions.fromString("r--r--r--"));

        put(store(), "two", two);

        assertThat(permissions(folder.resolve("emr.crt"))).isEqualTo("rw-rw----");
        assertThat(permissions(folder.resolve("emr.key"))).isEqualTo("r--------");
        store().putBack("two");
        assertThat(permissions(folder.resolve("emr.crt"))).isEqualTo("rw-rw----");
        assertThat(permissions(folder.resolve("emr.key")))
                .as("what a service could read before, it has to be able to read again")
                .isEqualTo("r--r--r--");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void who_loses_a_key_by_its_change_is_told_before() throws Exception {
        assertThat(store().warnings()).isEmpty();
        put(store(), "one", one);
        assertThat(store().warnings()).isEmpty();
        Files.setPosixFilePermissions(folder.resolve("emr.key"), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(store().warnings()).singleElement().asString().contains("emr.key", "rw-r-----", "its owner alone");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void owner_and_group_are_kept() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        put(store(), "one", one);
        var key = folder.resolve("emr.key");
        Files.setAttribute(key, "unix:uid", 12_345);
        Files.setAttribute(key, "unix:gid", 54_321);

        put(store(), "two", two);
        assertThat(Files.getAttribute(key, "unix:uid")).isEqualTo(12_345);
        assertThat(Files.getAttribute(key, "unix:gid")).isEqualTo(54_321);
        store().putBack("two");
        assertThat(Files.getAttribute(key, "unix:uid")).isEqualTo(12_345);
        assertThat(Files.getAttribute(key, "unix:gid")).isEqualTo(54_321);
    }

    @Test
    void a_locked_key_is_not_replaced_by_one_in_the_clear() throws Exception {
        var password = Secret.of("a password of some length".toCharArray());
        var locked = PemFiles.at(folder.resolve("emr.crt"), folder.resolve("emr.key"), password);
        put(locked, "one", one);

        assertThat(store().refusal("two").orElseThrow()).contains("locked with a password");
        assertThatThrownBy(() -> store().stage("two", two)).isInstanceOf(PreconditionFailedException.class);
        put(locked, "two", two);
        assertThat(Files.readString(folder.resolve("emr.key"))).contains("ENCRYPTED");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void what_lies_beside_is_its_owners_alone_at_every_stage() throws Exception {
        put(store(), "one", one);
        var seen = new ArrayList<String>();
        for (var step : List.<Runnable>of(
                () -> store().stage("two", two), () -> store().activate("two"), () -> store().finish("two"))) {
            step.run();
            try (var files = Files.walk(folder)) {
                for (var each : files.filter(path -> !path.equals(folder)).toList()) {
                    if (!each.getFileName().toString().equals("emr.crt")) {
                        seen.add(permissions(each));
                    }
                }
            }
        }
        assertThat(seen).isNotEmpty().containsOnly("rw-------", "rwx------");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void links_lead_to_what_is_replaced() throws Exception {
        var behind = Files.createDirectory(folder.resolve("behind"));
        put(PemFiles.at(behind.resolve("real.crt"), behind.resolve("real.key")), "one", one);
        Files.createSymbolicLink(folder.resolve("emr.crt"), behind.resolve("real.crt"));
        Files.createSymbolicLink(folder.resolve("emr.key"), behind.resolve("real.key"));

        put(store(), "two", two);

        assertThat(folder.resolve("emr.crt")).isSymbolicLink();
        assertThat(PemFiles.at(behind.resolve("real.crt"), behind.resolve("real.key"))
                        .inPlace()
                        .orElseThrow()
                        .certificate())
                .contains(two.facts());
    }

    @Test
    void the_archive_keeps_the_last_three() throws Exception {
        for (var i = 0; i < 6; i++) {
            put(store(), "change-" + i, SelfSigned.issuer().issue(ORDER, Progress.none()));
        }

        try (var files = Files.walk(folder.resolve("emr.crt.archive"))) {
            assertThat(files.filter(each -> each.getFileName().toString().equals("before-1")))
                    .as("keys")
                    .hasSize(3);
        }
        assertThat(store().stage("change-5")).isEqualTo(Stage.FINISHED);
        assertThat(store().stage("change-4")).isEqualTo(Stage.SUPERSEDED);
        assertThat(store().stage("change-0")).isEqualTo(Stage.SUPERSEDED);
        assertThat(store().before("change-5").orElseThrow().key()).isEqualTo(KeyState.MATCHES);
        for (var back = 5; back > 2; back--) {
            store().putBack("change-" + back);
        }
        assertThat(store().stage("change-2")).isEqualTo(Stage.FINISHED);
        var now = store().inPlace().orElseThrow().certificate();
        assertThatThrownBy(() -> store().putBack("change-2"))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("does not have what was at");
        assertThat(store().inPlace().orElseThrow().certificate()).isEqualTo(now);
    }

    /** Which are kept does not hang on what a clock said of them. */
    @Test
    void the_archive_keeps_the_last_ones_whatever_time_they_are_from() throws Exception {
        for (var i = 0; i < 5; i++) {
            put(store(), "change-" + i, SelfSigned.issuer().issue(ORDER, Progress.none()));
            try (var archived = Files.list(folder.resolve("emr.crt.archive"))) {
                for (var each : archived.toList()) {
                    Files.setLastModifiedTime(each, FileTime.fromMillis(4_000_000_000_000L - 1000L * i));
                }
            }
        }

        assertThat(store().before("change-4").orElseThrow().key()).isEqualTo(KeyState.MATCHES);
        assertThat(store().before("change-2").orElseThrow().key()).isEqualTo(KeyState.MATCHES);
        assertThat(store().before("change-1")).isEmpty();
    }

    @Test
    void each_stage_may_be_called_again() throws Exception {
        put(store(), "one", one);
        assertThat(store().stage("two")).isEqualTo(Stage.UNTOUCHED);
        for (var i = 0; i < 2; i++) {
            store().stage("two", two);
            assertThat(store().stage("two")).isEqualTo(Stage.STAGED);
            assertThat(store().staged("two").orElseThrow().certificate()).contains(two.facts());
            assertThat(store().inPlace().orElseThrow().certificate()).contains(one.facts());
        }
        for (var i = 0; i < 2; i++) {
            store().activate("two");
            assertThat(store().stage("two")).isEqualTo(Stage.ACTIVE);
            assertThat(store().inPlace().orElseThrow().certificate()).contains(two.facts());
            assertThat(store().before("two").orElseThrow().certificate()).contains(one.facts());
        }
        for (var i = 0; i < 2; i++) {
            store().finish("two");
            assertThat(store().stage("two")).isEqualTo(Stage.FINISHED);
        }
        for (var i = 0; i < 2; i++) {
            store().putBack("two");
            assertThat(store().stage("two")).isEqualTo(Stage.PUT_BACK);
            assertThat(store().inPlace().orElseThrow().certificate()).contains(one.facts());
        }
    }

    @Test
    void what_a_process_has_left_that_died_at_the_end_is_removed() throws Exception {
        put(store(), "one", one);
        put(store(), "two", two);
        leave("next-1");
        store().finish("two");
        assertThat(left()).noneMatch(name -> name.startsWith("next-")).contains("before-1");

        store().putBack("two");
        leave("before-1");
        store().putBack("two");
        assertThat(left().stream().filter("before-1"::equals))
                .as("of one, which is finished")
                .isEmpty();
    }

    /** Into the folders of all that has ended. */
    private void leave(String name) throws Exception {
        try (var ended = Files.list(folder.resolve("emr.crt.archive"))) {
            for (var each : ended.toList()) {
                Files.writeString(each.resolve(name), "a key");
            }
        }
        store().finish("one");
        if (name.startsWith("before")) {
            Files.delete(only(".finished").resolve(name));
        }
    }

    private Path only(String how) throws Exception {
        try (var ended = Files.list(folder.resolve("emr.crt.archive"))) {
            return ended.filter(each -> each.toString().endsWith(how))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> left() throws Exception {
        try (var files = Files.walk(folder.resolve("emr.crt.archive"))) {
            return files.map(each -> each.getFileName().toString()).toList();
        }
    }

    @Test
    void what_cannot_be_is_refused_before_anything_is_touched() throws Exception {
        var nowhere = PemFiles.combined(folder.resolve("nowhere/emr.pem"));
        assertThat(nowhere.refusal("one").orElseThrow()).contains("is not there");
        assertThatThrownBy(() -> nowhere.stage("one", one)).isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> store().activate("one")).isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> store().finish("one")).isInstanceOf(PreconditionFailedException.class);
        store().putBack("one");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        put(store(), "one", one);
        store().stage("two", two);
        assertThatThrownBy(() -> store().finish("two"))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("not in its place");
        assertThatThrownBy(() -> store().stage("three", two))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("two");
        Files.writeString(folder.resolve("emr.crt"), "somebody else's");
        assertThatThrownBy(() -> store().activate("two"))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("changed by somebody else");
        assertThat(folder.resolve("emr.crt")).hasContent("somebody else's");
    }

    @Test
    void a_damaged_note_of_a_change_is_told_and_nothing_is_touched() throws Exception {
        put(store(), "one", one);
        store().stage("two", two);
        Files.writeString(folder.resolve("emr.crt.rotation/change.properties"), "what is this");

        assertThatThrownBy(() -> store().stage("two")).isInstanceOf(TargetUnavailableException.class);
        assertThatThrownBy(() -> store().activate("two")).isInstanceOf(TargetUnavailableException.class);
        assertThat(store().inPlace().orElseThrow().certificate()).contains(one.facts());
    }

    @Test
    void what_was_put_beside_and_has_gone_is_told() throws Exception {
        put(store(), "one", one);
        store().stage("two", two);
        Files.delete(folder.resolve("emr.crt.rotation/next-0"));

        assertThatThrownBy(() -> store().activate("two"))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("what was put beside is gone");
        store().putBack("two");
        assertThat(store().inPlace().orElseThrow().certificate()).contains(one.facts());
    }

    @Test
    void a_key_store_that_is_none_or_has_another_password_is_told_as_that() throws Exception {
        var file = folder.resolve("emr.p12");
        var right = KeyStoreFile.at(file, Secret.of("a password of some length".toCharArray()));
        var wrong = KeyStoreFile.at(file, Secret.of("another of some length".toCharArray()));
        put(right, "one", one);

        assertThat(right.inPlace().orElseThrow().key()).isEqualTo(KeyState.MATCHES);
        assertThat(wrong.inPlace().orElseThrow().key()).isEqualTo(KeyState.LOCKED);
        assertThatThrownBy(() -> wrong.stage("two", two))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("cannot be opened with this password");
        assertThat(right.inPlace().orElseThrow().certificate()).contains(one.facts());
        Files.writeString(file, "no key store");
        assertThat(right.inPlace().orElseThrow().faults()).containsExactly("it is no key store, or damaged");
    }
}
