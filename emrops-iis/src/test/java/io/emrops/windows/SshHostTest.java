package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SshHostTest extends PowerShellHostContract {
    private static final String PASSWORD = "correct horse";
    private static final String PASSPHRASE = "battery staple";

    private static KeyPair key;
    private LoopbackSsh server;

    @BeforeAll
    static void makeKey() throws Exception {
        key = KeyUtils.generateKeyPair("rsa-sha2-256", 2048);
    }

    @Override
    PowerShellHost open(StandInPowerShell powerShell) throws Exception {
        server = new LoopbackSsh(powerShell, "ops", PASSWORD, key.getPublic());
        return reached().login("ops", Secret.of(PASSWORD.toCharArray())).build();
    }

    private SshHostBuilder reached() throws IOException {
        return PowerShellHost.ssh("127.0.0.1")
                .port(server.port())
                .knownHosts(server.writeKnownHosts(here.resolve("known_hosts")))
                .rawErrors(words::add);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    String lastCommand() {
        return server.lastCommand;
    }

    private Secret keyText(@Nullable OpenSSHKeyEncryptionContext encryption) throws Exception {
        var text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "ops", encryption, text);
        return Secret.of(text.toString(StandardCharsets.US_ASCII).toCharArray());
    }

    @Test
    void a_key_lets_the_user_in() throws Exception {
        try (var byKey = reached().loginByKey("ops", keyText(null)).build()) {
            assertThat(byKey.identity().computerName()).isEqualTo("APP01");
        }
        assertThat(server.attempts).hasValue(0);
    }

    @Test
    void an_encrypted_key_lets_the_user_in_with_its_passphrase_alone() throws Exception {
        var encryption = new OpenSSHKeyEncryptionContext();
        encryption.setCipherType("256");
        encryption.setPassword(PASSPHRASE);
        var encrypted = keyText(encryption);

        try (var byKey = reached()
                .loginByKey("ops", encrypted, Secret.of(PASSPHRASE.toCharArray()))
                .build()) {
            assertThat(byKey.identity().computerName()).isEqualTo("APP01");
        }
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> reached()
                        .loginByKey("ops", encrypted, Secret.of("another one".toCharArray()))
                        .build()
                        .identity())
                .withMessageContaining("was not asked");
    }

    @Test
    void a_wrong_password_is_one_attempt() throws Exception {
        var host =
                reached().login("ops", Secret.of("wrong horse".toCharArray())).build();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(host::identity)
                .withMessageContaining("does not let the user in")
                .withMessageContaining("nothing was done");
        assertThat(server.attempts).hasValue(1);
    }

    @Test
    void another_key_than_the_known_one_is_refused_before_a_login_is_sent() throws Exception {
        var other = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256).getPublic();
        var host = PowerShellHost.ssh("127.0.0.1")
                .port(server.port())
                .knownHosts(server.writeKnownHosts(here.resolve("changed"), other))
                .login("ops", Secret.of(PASSWORD.toCharArray()))
                .build();

        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(host::identity)
                .withMessageContaining("shows a key that is not the one it is known by");
        assertThat(server.attempts).hasValue(0);
        assertThat(server.commands).hasValue(0);
    }

    @Test
    void a_host_that_is_not_among_the_known_ones_is_not_asked() throws Exception {
        for (var content : List.of("", "elsewhere ssh-rsa AAAA\n", "not a line of it", "@revoked ")) {
            var host = PowerShellHost.ssh("127.0.0.1")
                    .port(server.port())
                    .knownHosts(Files.writeString(here.resolve("other"), content))
                    .login("ops", Secret.of(PASSWORD.toCharArray()))
                    .build();

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .as(content)
                    .isThrownBy(host::identity)
                    .withMessageContaining("was not asked");
        }
        assertThat(server.attempts).hasValue(0);
    }

    @Test
    void a_key_that_is_marked_as_revoked_is_refused() throws Exception {
        var file = server.writeKnownHosts(here.resolve("revoked"));
        Files.writeString(file, Files.readString(file) + "@revoked " + Files.readString(file));
        var host = PowerShellHost.ssh("127.0.0.1")
                .port(server.port())
                .knownHosts(file)
                .login("ops", Secret.of(PASSWORD.toCharArray()))
                .build();

        assertThatExceptionOfType(PreconditionFailedException.class).isThrownBy(host::identity);
        assertThat(server.attempts).hasValue(0);
    }

    @Test
    void a_connection_that_is_cut_while_a_script_changes_something_is_in_doubt() throws Exception {
        var host = reached().login("ops", Secret.of(PASSWORD.toCharArray())).build();
        var cut = CompletableFuture.runAsync(() -> {
            while (!Files.exists(disk.resolve("hanging"))) {
                Thread.onSpinWait();
            }
            try {
                server.drop();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> host.run(CHANGE.with(new Asked("hang", "", List.of()))))
                .withMessageContaining("was lost while test/change ran");
        cut.join();
    }

    @Test
    void a_host_that_does_not_answer_was_not_reached() throws Exception {
        var host = reached().login("ops", Secret.of(PASSWORD.toCharArray())).build();
        server.close();

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(host::identity)
                .withMessageContaining("cannot be reached by SSH; nothing was done");
    }

    @Test
    void who_logs_in_and_by_what_the_host_is_known_have_to_be_said() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(() -> PowerShellHost.ssh("app01").knownHosts(here).build());
        assertThatIllegalStateException()
                .isThrownBy(() -> PowerShellHost.ssh("app01")
                        .login("ops", Secret.of(PASSWORD.toCharArray()))
                        .build());
    }
}
