package io.emrops.certificates.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.certificates.x509.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountKeyTest {
    @TempDir
    Path folder;

    @Test
    void it_is_made_once_however_many_ask_at_once() throws Exception {
        var file = folder.resolve("account.pem");
        var threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<PublicKey>> askers = new ArrayList<>();
            for (var i = 0; i < 8; i++) {
                askers.add(() -> AccountKey.in(file).pair().getPublic());
            }
            var keys = new ArrayList<PublicKey>();
            for (var each : threads.invokeAll(askers)) {
                keys.add(each.get());
            }
            assertThat(keys).containsOnly(keys.get(0));
        } finally {
            threads.shutdownNow();
        }
        var pair = AccountKey.in(file).pair();
        assertThat(Keys.belongTogether(pair.getPrivate(), pair.getPublic())).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void what_is_no_key_is_refused_and_stays_as_it_is() throws Exception {
        var file = folder.resolve("account.pem");
        for (var text :
                List.of("", "something else", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> AccountKey.in(file).pair()).isInstanceOf(PreconditionFailedException.class);
            assertThat(file).hasContent(text);
        }
        assertThat(AccountKey.in(file)).hasToString(file.toString());
    }

    @Test
    void it_is_for_its_owner_alone_and_stays_what_it_is() throws Exception {
        var file = folder.resolve("new/account.pem");

        var first = AccountKey.in(file).pair();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AccountKey.in(file).pair().getPublic()).isEqualTo(first.getPublic());
        assertThat(AccountKey.in(file).pair().getPrivate()).isEqualTo(first.getPrivate());
    }

    @Test
    void a_locked_one_opens_with_its_password_alone() throws Exception {
        var file = folder.resolve("account.pem");
        var password = Secret.of("a password of some length".toCharArray());

        var made = AccountKey.in(file, password).pair();

        assertThat(Files.readString(file)).contains("ENCRYPTED PRIVATE KEY").doesNotContain("BEGIN PRIVATE KEY");
        assertThat(AccountKey.in(file, password).pair().getPublic()).isEqualTo(made.getPublic());
        var others =
                List.of(AccountKey.in(file), AccountKey.in(file, Secret.of("another of some length".toCharArray())));
        for (var each : others) {
            assertThatThrownBy(each::pair)
                    .isInstanceOf(PreconditionFailedException.class)
                    .hasMessageContaining("locked");
        }
    }
}
