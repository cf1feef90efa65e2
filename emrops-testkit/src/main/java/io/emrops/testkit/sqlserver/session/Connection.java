package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.fault.Fault;
import io.emrops.testkit.sqlserver.protocol.FaultStruckException;
import io.emrops.testkit.sqlserver.protocol.Login7;
import io.emrops.testkit.sqlserver.protocol.Message;
import io.emrops.testkit.sqlserver.protocol.PacketReader;
import io.emrops.testkit.sqlserver.protocol.PacketWriter;
import io.emrops.testkit.sqlserver.protocol.Prelogin;
import io.emrops.testkit.sqlserver.protocol.Prelogin.Encryption;
import io.emrops.testkit.sqlserver.protocol.ProtocolException;
import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.protocol.TokenWriter.Change;
import io.emrops.testkit.sqlserver.protocol.TokenWriter.End;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;

/** One client from its first byte to its last. One thread answers; after the login another one reads, so that a wish to cancel is heard. */
final class Connection implements Runnable {
    /** A client has one request open, and one wish to cancel it. */
    private static final int MOST_UNANSWERED = 16;

    private static final int TLS_HANDSHAKE = 0x16;
    private static final Object END = new Object();

    /** Which command others have seen in the last word to a session that was killed. */
    private static final int KILLED_COMMAND = 253;

    private final Socket socket;
    private final int spid;
    private final Host host;
    private final ServerSettings settings;
    private final ExecutorService readers;
    private final Interruptions interruptions = new Interruptions();
    private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();

    Connection(Socket socket, int spid, Host host, ServerSettings settings, ExecutorService readers) {
        this.socket = socket;
        this.spid = spid;
        this.host = host;
        this.settings = settings;
        this.readers = readers;
    }

    @Override
    public void run() {
        try (socket) {
            try {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) settings.loginLimit().toMillis());
                serve();
            } catch (FaultStruckException e) {
                happen(e.kind());
            } catch (ProtocolException e) {
                violated(e);
            }
        } catch (IOException e) {
            // The client has gone, or what it wanted is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            host.broke(e);
        } finally {
            interruptions.leave();
            host.left(spid);
        }
    }

    int spid() {
        return spid;
    }

    /**
     * Ends the session as a KILL does: a client that waits for an answer is told, any other finds its connection closed.
     *
     * @return whether the client is being told, after which the connection ends by itself
     */
    boolean kill() throws IOException {
        if (interruptions.kill()) {
            return true;
        }
        close();
        return false;
    }

    /** Ends the connection from outside. */
    void close() throws IOException {
        interruptions.leave();
        socket.close();
    }

    private void serve() throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
        var out = socket.getOutputStream();
        var strict = false;
        var certificate = settings.tls();
        if (certificate != null && startsWithTls(in)) {
            var channel = TlsChannel.bare(certificate, socket, in, out);
            in = channel.in();
            out = channel.out();
            strict = true;
        }
        var hello = expect(Message.Type.PRELOGIN, new PacketReader(in));
        var encryption = strict
                ? Encryption.NOT_SUPPORTED
                : Prelogin.read(hello.payload()).answer(certificate != null, settings.requiresEncryption());
        var packets = new PacketWriter(out, spid, host::faultHappened);
        packets.begin(host.nextFault(Host.Stage.CONNECT, spid).orElse(null));
        Prelogin.write(packets, settings.version(), encryption);
        if (encryption == Encryption.NOT_SUPPORTED || certificate == null) {
            login(in, in, out, strict);
        } else {
            encrypted(certificate, encryption, in, out);
        }
    }

    private void encrypted(SSLContext certificate, Encryption encryption, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        var channel = TlsChannel.insidePrelogin(certificate, socket, in, out);
        if (encryption == Encryption.LOGIN_ONLY) {
            login(channel.in(), in, out, false);
        } else {
            login(channel.in(), channel.in(), channel.out(), true);
        }
    }

    private static boolean startsWithTls(InputStream in) throws IOException {
        in.mark(1);
        var first = in.read();
        in.reset();
        return first == TLS_HANDSHAKE;
    }

    private static Message expect(Message.Type type, PacketReader from) throws IOException {
        var message = from.read();
        if (message.type() != type) {
            throw new ProtocolException(message.type() + " came where " + type + " is expected");
        }
        return message;
    }

    /** @param loginIn where the login comes from; everything else comes from the other one */
    private void login(InputStream loginIn, InputStream in, OutputStream out, boolean encrypted)
            throws IOException, InterruptedException {
        var login = Login7.read(
                expect(Message.Type.LOGIN, new PacketReader(loginIn)).payload());
        var attempt = new LoginAttempt(
                spid,
                login.user(),
                login.database(),
                login.application(),
                login.host(),
                login.server(),
                login.library(),
                login.hasReadIntent(),
                encrypted,
                login.packetSize(),
                false);
        var packets = new PacketWriter(out, spid, host::faultHappened);
        var tokens = new TokenWriter(packets);
        packets.begin(host.nextFault(Host.Stage.LOGIN, spid).orElse(null));
        var database = login.database().isEmpty() ? settings.defaultDatabase() : login.database();
        var refusal = login.isIntegrated()
                ? SqlError.of(
                        18452,
                        14,
                        "Login failed. The login is from an untrusted domain and cannot be used with"
                                + " Integrated authentication.")
                : host.refuses(attempt, login::hasPassword)
                        .or(() -> cannotOpen(database))
                        .orElse(null);
        if (refusal != null) {
            host.loggedIn(attempt);
            say(tokens, refusal);
            tokens.done(End.DONE, TokenWriter.ERROR, 0, 0);
            packets.end();
            return;
        }
        var session = new Session(attempt.withGranted(true), database, host);
        tokens.changed(Change.DATABASE, database, settings.defaultDatabase());
        say(tokens, SqlError.of(5701, 10, "Changed database context to '" + database + "'."));
        tokens.collation();
        tokens.changed(Change.LANGUAGE, "us_english", "");
        say(tokens, SqlError.of(5703, 10, "Changed language setting to us_english."));
        tokens.loginGranted(login, settings.version());
        var packetSize = String.valueOf(login.packetSize());
        tokens.changed(Change.PACKET_SIZE, packetSize, String.valueOf(PacketWriter.DEFAULT_PACKET_SIZE));
        tokens.done(End.DONE, 0, 0, 0);
        host.loggedIn(attempt.withGranted(true));
        packets.end();
        packets.packetSize(login.packetSize());
        socket.setSoTimeout(0);
        answer(session, tokens, new PacketReader(in));
    }

    private Optional<SqlError> cannotOpen(String database) {
        return host.refusesToEnter(spid, database).map(reason -> SqlError.cannotOpenDatabase(database));
    }

    private void say(TokenWriter tokens, SqlError message) throws IOException {
        tokens.message(message.number(), message.state(), message.severity(), message.text(), settings.name(), "", 1);
    }

    private void answer(Session session, TokenWriter tokens, PacketReader from)
            throws IOException, InterruptedException {
        var reading = startReading(from);
        try {
            var dispatch = new Dispatch(session, new Execution(host, settings, session, interruptions, tokens));
            for (var next = messages.take(); next != END; next = messages.take()) {
                var message = (Message) next;
                if (message.type() == Message.Type.ATTENTION) {
                    tokens.packets().begin(null);
                    tokens.done(End.DONE, TokenWriter.ATTENTION, 0, 0);
                    interruptions.heard();
                    tokens.packets().end();
                } else {
                    answer(message, session, dispatch, tokens);
                }
            }
        } finally {
            reading.cancel(true);
        }
    }

    private Future<?> startReading(PacketReader from) throws IOException {
        try {
            return readers.submit(() -> read(from));
        } catch (RejectedExecutionException e) {
            throw new SessionEndedException("the server is closed");
        }
    }

    private void answer(Message message, Session session, Dispatch dispatch, TokenWriter tokens) throws IOException {
        var packets = tokens.packets();
        interruptions.begin();
        packets.begin(host.nextFault(Host.Stage.REQUEST, spid).orElse(null));
        host.began(spid);
        try {
            if (message.isToBeIgnored()) {
                tokens.done(End.DONE, TokenWriter.ERROR, 0, 0);
            } else {
                if (message.resetsConnection()) {
                    reset(message, session, tokens);
                }
                dispatch.answer(message);
            }
        } catch (CancelledException e) {
            session.transaction.cancelled(tokens);
            tokens.done(message.type() == Message.Type.RPC ? End.DONE_PROCEDURE : End.DONE, TokenWriter.ERROR, 0, 0);
        } catch (SessionKilledException e) {
            say(tokens, SqlError.sessionKilled());
            tokens.done(End.DONE, TokenWriter.ERROR | TokenWriter.FATAL, KILLED_COMMAND, 0);
            packets.end();
            throw e;
        } finally {
            // Before the last of the answer goes out: a client that has it finds itself idle.
            host.ended(spid, session.transaction.count(), session.isolationLevel());
        }
        packets.end();
        interruptions.end();
    }

    /** A session that cannot be as after its login is ended; which errors a SQL Server tells then is not documented. */
    private void reset(Message message, Session session, TokenWriter tokens) throws IOException {
        if (!message.keepsTransaction()) {
            session.transaction.end(tokens);
        }
        var refusal = session.reset();
        if (refusal.isPresent()) {
            say(tokens, refusal.get());
            tokens.done(End.DONE, TokenWriter.ERROR | TokenWriter.FATAL, 0, 0);
            tokens.packets().end();
            throw new SessionEndedException("the database of the login cannot be entered");
        }
        tokens.connectionReset();
    }

    private void read(PacketReader from) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var message = from.read();
                if (message.type() == Message.Type.ATTENTION) {
                    interruptions.cancel();
                }
                if (messages.size() >= MOST_UNANSWERED) {
                    throw new ProtocolException("more than " + MOST_UNANSWERED + " messages without an answer");
                }
                messages.add(message);
            }
        } catch (ProtocolException e) {
            violated(e);
        } catch (IOException e) {
            // The client has gone, or the answer has come to an end that is for good.
        } catch (RuntimeException | Error e) {
            host.broke(e);
        } finally {
            interruptions.leave();
            messages.add(END);
        }
    }

    private void violated(ProtocolException e) {
        host.violated(String.valueOf(e.getMessage()));
    }

    private void happen(Fault.Kind kind) throws IOException {
        switch (kind) {
            case RESET -> socket.setSoLinger(true, 0);
            case SILENCE -> {
                socket.setSoTimeout(0);
                awaitEnd();
            }
            default -> {}
        }
    }

    /** Until the client closes the connection. */
    private void awaitEnd() throws IOException {
        var in = socket.getInputStream();
        while (in.read() >= 0) {
            // What it still sends is of no interest.
        }
    }
}
