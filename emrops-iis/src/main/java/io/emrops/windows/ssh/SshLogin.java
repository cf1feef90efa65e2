package io.emrops.windows.ssh;

import io.emrops.Secret;
import io.emrops.windows.wire.TransportException;
import io.emrops.windows.wire.TransportException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Who logs in, and with what. */
public final class SshLogin {
    private final String user;
    private final Secret secret;
    private final boolean key;
    private final @Nullable Secret passphrase;

    private SshLogin(String user, Secret secret, boolean key, @Nullable Secret passphrase) {
        this.user = user;
        this.secret = secret;
        this.key = key;
        this.passphrase = passphrase;
    }

    public static SshLogin byPassword(String user, Secret password) {
        return new SshLogin(user, password, false, null);
    }

    public static SshLogin byKey(String user, Secret key, @Nullable Secret passphrase) {
        return new SshLogin(user, key, true, passphrase);
    }

    String user() {
        return user;
    }

    /** @param signatures that a key may be used with */
    UserAuthFactory method(List<NamedFactory<Signature>> signatures) {
        return key ? new UserAuthPublicKeyFactory(signatures) : UserAuthPasswordFactory.INSTANCE;
    }

    /** Before anything is sent, so that a key that cannot be read is told as what it is. */
    Identity identity() throws TransportException {
        if (!key) {
            return session -> secret.use(chars -> session.addPasswordIdentity(new String(chars)));
        }
        var pair = keyPair();
        return session -> session.addPublicKeyIdentity(pair);
    }

    /** What a session is given to log in with. */
    @FunctionalInterface
    interface Identity {
        void give(ClientSession session);
    }

    private KeyPair keyPair() throws TransportException {
        var found = new AtomicReference<@Nullable KeyPair>();
        var trouble = new AtomicReference<@Nullable Exception>();
        secret.use(chars -> {
            var text = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
            var bytes = new byte[text.remaining()];
            text.get(bytes);
            try (var in = new ByteArrayInputStream(bytes)) {
                var pairs = SecurityUtils.loadKeyPairIdentities(
                        null, NamedResource.ofName("the private key"), in, passphrase());
                found.set(pairs == null ? null : pairs.iterator().next());
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                trouble.set(e);
            } finally {
                Arrays.fill(bytes, (byte) 0);
                Arrays.fill(text.array(), (byte) 0);
            }
        });
        var pair = found.get();
        if (pair == null) {
            throw new TransportException(
                    Reason.REFUSED,
                    "was not asked, because the private key cannot be read, or not with this passphrase",
                    trouble.get());
        }
        return pair;
    }

    private FilePasswordProvider passphrase() {
        var given = passphrase;
        if (given == null) {
            return FilePasswordProvider.EMPTY;
        }
        return (session, resource, retry) -> {
            var text = new AtomicReference<@Nullable String>();
            given.use(chars -> text.set(new String(chars)));
            return text.get();
        };
    }
}
