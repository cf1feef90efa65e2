package io.emrops.haproxy;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is in a file is handed to HAProxy in a transaction. It looks whether key and certificate belong together only when that ends. */
record CertificateUpdate(Link link, Path file) {
    private static final Pattern TAKEN = Pattern.compile("Transaction (created|updated) for certificate");
    private static final Pattern COMMITTED = Pattern.compile("Committing[\\s\\S]*Success!");
    /** The path stands in a line of commands. */
    private static final Pattern PLAIN = Pattern.compile("[^\\s;\\\\]+");

    CertificateUpdate {
        Objects.requireNonNull(file, "file");
        if (!PLAIN.matcher(file.toString()).matches()) {
            throw new IllegalArgumentException("HAProxy takes no path with blanks, semicolons or backslashes: " + file);
        }
    }

    void run() {
        if (!(link.address().get() instanceof UnixDomainSocketAddress)) {
            throw new PreconditionFailedException(
                    "A private key goes to HAProxy over a unix socket, not over " + link.name() + "; nothing was sent");
        }
        var talk = new Conversation(link);
        talk.hand("set ssl cert " + file, content(), TAKEN);
        try {
            talk.change("commit ssl cert " + file, COMMITTED);
        } catch (PreconditionFailedException e) {
            abort(e);
            throw new StepFailedException(
                    "HAProxy on " + link.name() + " did not take the certificate of " + file
                            + ", and goes on with the one that it has",
                    e);
        }
    }

    /** Or the next one would find a transaction that somebody else has begun. */
    private void abort(EmropsException why) {
        try {
            new Conversation(link).read("abort ssl cert " + file);
        } catch (EmropsException e) {
            why.addSuppressed(e);
        }
    }

    /** An empty line would end it. */
    private String content() {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new PreconditionFailedException(
                    "The certificate in " + file + " cannot be read; HAProxy was told nothing", e);
        }
    }
}
