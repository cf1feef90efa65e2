package io.emrops.certificates.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.certificates.x509.Keys;
import io.emrops.network.Endpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void the_responder_shows_what_it_has_and_nothing_else() throws Exception {
        var port = Pebble.freePort();
        try (var responder = new Http01.Responder(new Endpoint("127.0.0.1", port), () -> {})) {
            responder.show("token", "token.thumbprint");

            assertThat(get(port, "/.well-known/acme-challenge/token").body()).isEqualTo("token.thumbprint");
            for (var path : List.of(
                    "/",
                    "/.well-known/acme-challenge/",
                    "/.well-known/acme-challenge/other",
                    "/token",
                    "/.well-known/acme-challenge/../../etc/passwd")) {
                assertThat(get(port, path).statusCode()).as(path).isEqualTo(404);
            }
        }
        assertThatThrownBy(() -> get(port, "/")).isInstanceOf(java.net.ConnectException.class);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
