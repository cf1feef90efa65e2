package io.emrops.testkit;

import io.emrops.certificate.CertificateManager;
import io.emrops.network.Endpoint;

class FakeCertificatesContractTest extends CertificateManagerContract {
    private static final Endpoint SECOND = new Endpoint("10.0.1.11", 443);

    final FakeCertificates fake = FakeCertificates.of("emrnext", "emr.example", new Endpoint("10.0.1.10", 443), SECOND);

    @Override
    protected CertificateManager service() {
        return fake;
    }

    @Override
    protected String serverName() {
        return "emr.example";
    }

    @Override
    protected void stubborn(boolean is) {
        if (is) {
            fake.stubborn(SECOND);
        } else {
            fake.docile();
        }
    }

    @Override
    protected void issuing(boolean is) {
        if (is) {
            fake.giving();
        } else {
            fake.refusing("it is closed");
        }
    }
}
