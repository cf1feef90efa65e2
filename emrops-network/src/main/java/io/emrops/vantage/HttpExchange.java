package io.emrops.vantage;

import io.emrops.reachability.HttpExpectation;
import io.emrops.reachability.HttpFacts;
import io.emrops.reachability.Phase;
import io.emrops.reachability.TlsFacts;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** One GET over a connection of its own: "RFC 9112, HTTP/1.1". */
record HttpExchange(URI uri, HttpExpectation expectation) {
    private static final int FIRST_FINAL_STATUS = 200;

    HttpExchange(URI uri, HttpExpectation expectation) {
        this.uri = URI.create(uri.toASCIIString());
        this.expectation = expectation;
    }

    boolean isEncrypted() {
        return uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }

    HttpFacts over(Line line, Optional<TlsFacts> tls) throws Obstructed, InterruptedException {
        line.write(ByteBuffer.wrap(request().getBytes(StandardCharsets.US_ASCII)), Phase.HTTP);
        var reader = new HttpReader(line);
        var head = reader.head();
        while (head.status() < FIRST_FINAL_STATUS) {
            head = reader.head();
        }
        var body = expectation.needsBody() ? reader.body(head) : "";
        return new HttpFacts(head.status(), expectation.unmet(head.status(), head.headers(), body), tls);
    }

    private String request() {
        var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return "GET " + path + query + " HTTP/1.1\r\n"
                + "Host: " + uri.getRawAuthority() + "\r\n"
                + "User-Agent: emrops\r\n"
                + "Accept: */*\r\n"
                + "Connection: close\r\n\r\n";
    }
}
