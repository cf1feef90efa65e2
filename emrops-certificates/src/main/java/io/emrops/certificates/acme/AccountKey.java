package io.emrops.certificates.acme;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.certificate.KeyKind;
import io.emrops.certificates.x509.Encodings;
import io.emrops.certificates.x509.KeyLocks;
import io.emrops.certificates.x509.Keys;
import io.emrops.certificates.x509.PemContent;
import io.emrops.certificates.x509.UnreadableException;
import io.emrops.spi.file.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Objects;
import java.util.Optional;

/**
 * The key by which an ACME server knows an account, in a file that is its owner's alone: PEM with the private and the public key. It is made, on the curve P-256, if it is not there;
 * of several processes that make it at once one wins. Keep it: certificates are revoked with it.
 */
public final class AccountKey {
    private final Path file;
    private final Optional<Secret> password;

    private AccountKey(Path file, Optional<Secret> password) {
        this.file = Objects.requireNonNull(file, "file");
        this.password = password;
    }

    /** In a file, in plain. */
    public static AccountKey in(Path file) {
        return new AccountKey(file, Optional.empty());
    }

    /** In a file, locked with a password. */
    public static AccountKey in(Path file, Secret password) {
        return new AccountKey(file, Optional.of(password));
    }

    /** @throws PreconditionFailedException if it cannot be read, or made */
    KeyPair pair() {
        try {
            if (Files.notExists(file)) {
                make();
            }
            return read();
        } catch (NoSuchFileException e) {
            throw new PreconditionFailedException("The account's key " + file + " has gone", e);
        } catch (IOException e) {
            throw new PreconditionFailedException(
                    "The account's key " + file + " cannot be read or made; nothing was ordered", e);
        }
    }

    private void make() throws IOException {
        var keys = Keys.generate(KeyKind.EC_P256);
        var key = password.map(word -> KeyLocks.locked(keys.getPrivate(), word))
                .orElseGet(() -> Encodings.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        var text = key + Encodings.pem("PUBLIC KEY", keys.getPublic().getEncoded());
        try (var out = PrivateFile.create(file)) {
            out.out().write(text.getBytes(StandardCharsets.US_ASCII));
            out.finish();
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its key is the one.
        }
    }

    private KeyPair read() throws IOException {
        try {
            var content = PemContent.read(Files.readAllBytes(file), password);
            if (content.keys().isEmpty() || content.publicKeys().isEmpty()) {
                throw new PreconditionFailedException("The account's key " + file
                        + (content.locked() ? " is locked with another password" : " is none")
                        + "; nothing was ordered");
            }
            return new KeyPair(content.publicKeys().get(0), content.keys().get(0));
        } catch (UnreadableException e) {
            throw new PreconditionFailedException(
                    "The account's key " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    @Override
    public String toString() {
        return file.toString();
    }
}
