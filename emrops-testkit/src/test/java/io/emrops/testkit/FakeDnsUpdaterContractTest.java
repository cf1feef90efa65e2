package io.emrops.testkit;

import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;

class FakeDnsUpdaterContractTest extends DnsUpdaterContract {
    private FakeDnsUpdater fake;

    @Override
    protected DnsUpdater dns() {
        fake = inMemory();
        return fake;
    }

    FakeDnsUpdater inMemory() {
        return FakeDnsUpdater.of("hospital.example").secondary("ns2");
    }

    FakeDnsUpdater fake() {
        return fake;
    }

    @Override
    protected DnsName name(String label) {
        return new DnsName(label + ".hospital.example");
    }

    @Override
    protected void setByOthers(RecordSet records) {
        fake.holding(records);
    }

    @Override
    protected void removeByOthers(DnsName name, RecordType type) {
        fake.without(name, type);
    }

    @Override
    protected void awaitTransfer(DnsName name, RecordType type) {}
}
