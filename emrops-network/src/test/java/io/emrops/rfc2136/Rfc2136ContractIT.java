package io.emrops.rfc2136;

import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import io.emrops.testkit.DnsUpdaterContract;
import io.emrops.testkit.RequiresEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresEngine("bind")
@Timeout(60)
class Rfc2136ContractIT extends DnsUpdaterContract {
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    static Path directory;

    private static Bind bind;

    private final int test = TESTS.incrementAndGet();
    private Rfc2136 dns;

    @BeforeAll
    static void start() throws Exception {
        bind = Bind.in(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        bind.close();
    }

    @Override
    protected DnsUpdater dns() {
        dns = bind.connect().build();
        return dns;
    }

    @Override
    protected DnsName name(String label) {
        return new DnsName(label + ".t" + test + "." + NamedProcess.ZONE);
    }

    @Override
    protected void setByOthers(RecordSet records) throws IOException {
        bind.set(records);
    }

    @Override
    protected void removeByOthers(DnsName name, RecordType type) throws IOException {
        bind.remove(name, type);
    }

    @Override
    protected void awaitTransfer(DnsName name, RecordType type) throws InterruptedException {
        while (dns.served(name, type).stream()
                        .map(answer -> answer instanceof DnsAnswer.Present p
                                ? p.records().toString()
                                : "")
                        .distinct()
                        .count()
                > 1) {
            Thread.sleep(10);
        }
    }
}
