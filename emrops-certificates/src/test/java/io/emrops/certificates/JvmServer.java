package io.emrops.certificates;

import io.emrops.certificates.x509.PemContent;
import io.emrops.network.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A TLS server of this JVM that shows what is in a PEM file, once it is told to load it. */
final class JvmServer implements AutoCloseable {
    private final Path pem;
    private final ServerSocket listener;
    private volatile SSLContext context;
    private volatile boolean stubborn;

    JvmServer(Path pem) throws Exception {
        this.pem = pem;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.context = load();
        var thread = new Thread(this::serve, "jvm-server");
        thread.setDaemon(true);
        thread.start();
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", listener.getLocalPort());
    }

    /** From now on it says that it has loaded its certificate, and has not. */
    void stubborn(boolean is) {
        stubborn = is;
    }

    void reload() throws Exception {
        if (!stubborn) {
            context = load();
        }
    }

    private SSLContext load() throws Exception {
        var content = PemContent.read(Files.readAllBytes(pem), Optional.empty());
        var word = "not secret".toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server", content.keys().get(0), word, content.certificates().toArray(new X509Certificate[0]));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, word);
        var loaded = SSLContext.getInstance("TLS");
        loaded.init(keys.getKeyManagers(), null, null);
        return loaded;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                var now = context;
                var thread = new Thread(() -> greet(socket, now), "jvm-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void greet(Socket socket, SSLContext context) {
        try (var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true)) {
            tls.setUseClientMode(false);
            tls.setSoTimeout(5_000);
            tls.startHandshake();
            if (tls.getInputStream().read() >= 0) {
                tls.getOutputStream().write('.');
            }
        } catch (IOException e) {
            // The client's business.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
