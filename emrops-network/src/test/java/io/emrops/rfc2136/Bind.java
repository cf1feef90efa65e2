package io.emrops.rfc2136;

import io.emrops.dns.DnsName;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.network.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Update;

/** A primary, a secondary and a resolver. */
final class Bind implements AutoCloseable {
    final NamedProcess primary;
    final NamedProcess secondary;
    final NamedProcess resolver;

    private Bind(NamedProcess primary, NamedProcess secondary, NamedProcess resolver) {
        this.primary = primary;
        this.secondary = secondary;
        this.resolver = resolver;
    }

    static Bind in(Path directory) throws Exception {
        var port = NamedProcess.freePort();
        var primary = NamedProcess.primary(directory.resolve("primary"), port);
        return new Bind(
                primary,
                NamedProcess.secondary(directory.resolve("secondary"), port, primary.port()),
                NamedProcess.resolver(directory.resolve("resolver"), primary.port()));
    }

    Rfc2136.Builder connect() {
        return primary.connect().secondary("127.0.0.1", secondary.port()).resolver("127.0.0.1", resolver.port());
    }

    /** What somebody else does, without looking at what is there. */
    void set(RecordSet records) throws IOException {
        var message = new Update(Records.name(new DnsName(NamedProcess.ZONE)));
        message.delete(Records.name(records.name()), Records.type(records.type()));
        Records.of(records, records.ttl().toSeconds()).forEach(message::add);
        send(message);
    }

    void remove(DnsName name, RecordType type) throws IOException {
        var message = new Update(Records.name(new DnsName(NamedProcess.ZONE)));
        message.delete(Records.name(name), Records.type(type));
        send(message);
    }

    private void send(Update message) throws IOException {
        var key = new Key(new DnsName(NamedProcess.KEY), TsigAlgorithm.HMAC_SHA256, NamedProcess.SECRET);
        var server = new Server(
                new Endpoint("127.0.0.1", primary.port()), Optional.of(key), Duration.ofSeconds(20), Clock.systemUTC());
        var answer = server.ask(message);
        if (answer.getRcode() != Rcode.NOERROR) {
            throw new AssertionError(answer);
        }
    }

    @Override
    public void close() throws Exception {
        resolver.close();
        secondary.close();
        primary.close();
    }
}
