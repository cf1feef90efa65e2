package io.emrops.windows.winrm;

import io.emrops.Secret;
import io.emrops.windows.wire.Deadline;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;

/** By name and password. The host is known by its certificate alone. */
public final class BasicLogin implements WinRmLogin {
    private final String user;
    private final Secret password;

    public BasicLogin(String user, Secret password) {
        this.user = user;
        this.password = password;
    }

    @Override
    public LoggedIn begin(Deadline deadline) {
        var proof = new Header(header());
        return within -> proof;
    }

    /** The text of it cannot be wiped, as the JDK wants a text. */
    private String header() {
        var header = new AtomicReference<>("");
        password.use(chars -> {
            var name = (user + ":").toCharArray();
            var all = Arrays.copyOf(name, name.length + chars.length);
            System.arraycopy(chars, 0, all, name.length, chars.length);
            var bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(all));
            var encoded = Base64.getEncoder().encode(bytes.duplicate());
            header.set("Basic " + StandardCharsets.US_ASCII.decode(encoded));
            wipe(all, bytes);
        });
        return header.get();
    }

    private static void wipe(char[] chars, ByteBuffer bytes) {
        Arrays.fill(chars, '\0');
        Arrays.fill(bytes.array(), (byte) 0);
    }

    private static final class Header implements Proof {
        private final String value;

        Header(String value) {
            this.value = value;
        }

        @Override
        public String header() {
            return value;
        }

        @Override
        public void requireHost(HttpHeaders answer) {}

        @Override
        public void close() {}
    }
}
