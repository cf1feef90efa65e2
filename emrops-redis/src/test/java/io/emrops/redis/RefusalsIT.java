package io.emrops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.TargetUnavailableException;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.EvictionPolicy;
import io.emrops.testkit.RequiresEngine;
import io.emrops.testkit.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real Redis refuses is told in words, with nothing changed. */
@RequiresEngine("redis")
@Timeout(120)
class RefusalsIT {
    private static final ClearScope PAGES = ClearScope.keys("page:*");
    private static final String CANARY = "canary-4711-password";

    @TempDir
    Path directory;

    private static Secret secret(String word) {
        return Secret.of(word.toCharArray());
    }

    private static void clear(Redis redis, ClearScope scope) throws InterruptedException {
        redis.clear(scope, ClearPace.FULL_SPEED, Progress.none());
    }

    @Test
    void a_wrong_password_is_one_attempt_and_shows_nowhere() throws Exception {
        try (var server = RedisProcess.start(directory, "requirepass right-password", "acllog-max-len 100");
                var redis = Redis.at("127.0.0.1", server.port)
                        .password(secret(CANARY))
                        .build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> clear(redis, PAGES))
                    .withMessageContaining("the login was refused; nothing was changed")
                    .satisfies(e -> assertThat(allOf(e)).doesNotContain(CANARY));

            try (var right = Redis.at("127.0.0.1", server.port)
                    .password(secret("right-password"))
                    .build()) {
                assertThat(right.statistics().keys()).isEmpty();
            }
            assertThat(server.ask("right-password", "ACL", "LOG")).containsOnlyOnce("auth");
        }
    }

    private static String allOf(Throwable failure) {
        var text = new StringBuilder();
        for (var each = failure; each != null; each = each.getCause()) {
            text.append(each).append('\n');
        }
        return text.toString();
    }

    @Test
    void no_password_where_one_is_wanted_is_refused() throws Exception {
        try (var server = RedisProcess.start(directory, "requirepass right-password");
                var redis = Redis.at("127.0.0.1", server.port).build()) {
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(redis::statistics)
                    .withMessageContaining("the login was refused");
        }
    }

    @Test
    void a_user_without_the_right_to_remove_removes_nothing() throws Exception {
        try (var server = RedisProcess.start(
                        directory, "user ops on >" + CANARY + " ~* &* +@all -unlink -flushdb -config|set");
                var application = server.application();
                var redis = Redis.at("127.0.0.1", server.port)
                        .login("ops", secret(CANARY))
                        .build()) {
            application.put(0, "page:1", 10);

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> clear(redis, PAGES))
                    .withMessageContaining("the login has no right to do that there; nothing was changed");
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> clear(redis, ClearScope.database(0)))
                    .withMessageContaining("no right");
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> redis.configure(CacheSettings.of(DataSize.mib(64), EvictionPolicy.ALLKEYS_LRU)))
                    .withMessageContaining("no right");
            assertThat(redis.contents(PAGES, 100).keys()).isEqualTo(1);
            assertThat(redis.settings().memory()).isEmpty();
        }
    }

    @Test
    void renamed_commands_are_told_as_such() throws Exception {
        try (var server =
                        RedisProcess.start(directory, "rename-command UNLINK \"\"", "rename-command FLUSHDB secretly");
                var application = server.application();
                var redis = Redis.at("127.0.0.1", server.port).build()) {
            application.put(0, "page:1", 10);

            for (var scope : new ClearScope[] {PAGES, ClearScope.database(0)}) {
                assertThatExceptionOfType(PreconditionFailedException.class)
                        .isThrownBy(() -> clear(redis, scope))
                        .withMessageContaining("renamed or forbidden there; nothing was changed");
            }
            assertThat(application.get(0, "page:1")).isTrue();
        }
    }

    @Test
    void a_replica_that_only_reads_is_told_as_such() throws Exception {
        try (var primary = RedisProcess.start(directory.resolve("one"));
                var replica = RedisProcess.start(directory.resolve("two"), "replicaof 127.0.0.1 " + primary.port);
                var application = primary.application();
                var redis = Redis.at("127.0.0.1", replica.port).build()) {
            application.put(0, "page:1", 10);
            application.connection.sync().waitForReplication(1, 10_000);

            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> clear(redis, PAGES))
                    .withMessageContaining("a replica that only reads; nothing was changed");
            assertThatExceptionOfType(PreconditionFailedException.class)
                    .isThrownBy(() -> clear(redis, ClearScope.database(0)))
                    .withMessageContaining("a replica that only reads");
            assertThat(application.get(0, "page:1")).isTrue();
        }
    }

    @Test
    void nobody_there_is_unavailable() throws Exception {
        try (var redis = Redis.at("127.0.0.1", RedisProcess.freePort())
                .answerWithin(Duration.ofSeconds(2))
                .build()) {
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> clear(redis, PAGES))
                    .withMessageContaining("nothing was changed");
            assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(redis::statistics);
        }
    }

    @Test
    void a_certificate_is_trusted_or_not() throws Exception {
        var certificate = TestCertificate.forLocalhost();
        var keys = writePem(certificate);
        var port = RedisProcess.freePort();
        try (var server = RedisProcess.start(
                        directory.resolve("tls"),
                        port,
                        "tls-port " + RedisProcess.freePort(),
                        "tls-auth-clients no",
                        "tls-cert-file " + keys.resolve("certificate.pem"),
                        "tls-key-file " + keys.resolve("key.pem"));
                var trusting = Redis.at("localhost", server.tlsPort())
                        .trusting(trust(certificate))
                        .build();
                var distrusting = Redis.at("localhost", server.tlsPort()).tls().build()) {
            assertThat(trusting.statistics().keys()).isEmpty();
            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> clear(distrusting, PAGES))
                    .withMessageContaining("its certificate is not trusted; nothing was changed");
        }
    }

    private Path writePem(TestCertificate certificate) throws Exception {
        var password = "any password".toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(certificate.pfx(password)), password);
        var key = store.getKey(store.aliases().nextElement(), password).getEncoded();
        Files.writeString(directory.resolve("certificate.pem"), certificate.pem());
        Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        return directory;
    }

    private static KeyStore trust(TestCertificate certificate) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", certificate.certificate());
        return store;
    }

    @Test
    void settings_outlive_the_next_start_where_there_is_a_file() throws Exception {
        var wanted = CacheSettings.of(DataSize.mib(64), EvictionPolicy.VOLATILE_TTL);
        try (var server = RedisProcess.start(directory);
                var redis = Redis.at("127.0.0.1", server.port).build()) {
            assertThat(redis.configure(wanted).kept()).isTrue();
            server.kill();
            server.startAgain();
            assertThat(redis.settings()).isEqualTo(wanted);

            Files.delete(directory.resolve("redis.conf"));
            Files.createDirectory(directory.resolve("redis.conf"));
            assertThat(redis.configure(wanted).kept()).isFalse();
        }
    }
}
