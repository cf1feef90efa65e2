// A real certificate in a real key store, served by a real TLS server of this process: renewed because it ends soon, left alone because it does not, and put back because
// the server would not show the new one. In the end, what ends when.
//
//     ./emrops-shell examples/certificates.jsh
//
// Nothing else is needed: the certificates are signed by themselves. Exits with 0 only if all is in order in the end.

import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.util.concurrent.atomic.*;
import javax.net.ssl.*;

void expect(boolean asItShould, String what) {
    if (!asItShould) {
        throw new AssertionError("Not as it should be: " + what);
    }
    System.out.println("   ok: " + what);
}

var folder = Files.createTempDirectory("emrops-certificates");
var word = "a password of some length".toCharArray();
var file = folder.resolve("portal.p12");
var store = KeyStoreFile.at(file, Secret.of(word)).alias("portal");
var order = CertificateOrder.of("portal.hospital.example").validFor(ofDays(90));

// The certificate of old, for ten more days.
store.stage("of old", SelfSigned.issuer().issue(order.validFor(ofDays(10)), Progress.none()));
store.activate("of old");
store.finish("of old");

// The portal: it shows what was in the file when it was last told to look.
SSLContext load() throws Exception {
    var keys = KeyStore.getInstance(file.toFile(), word);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, word);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
}
var listens = new AtomicBoolean(true);
var shown = new AtomicReference<>(load());
var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
var portal = new Thread(() -> {
    while (true) {
        try (var socket = door.accept();
                var tls = (SSLSocket) shown.get().getSocketFactory().createSocket(socket, null, 0, true)) {
            tls.setUseClientMode(false);
            tls.startHandshake();
        } catch (java.io.IOException e) {
            // The client's business.
        }
    }
});
portal.setDaemon(true);
portal.start();

var address = new Endpoint("127.0.0.1", door.getLocalPort());
var reload = ServiceReload.of("Have the portal load its certificate", progress -> {
    if (listens.get()) {
        shown.set(load());
    }
});
ServiceCertificate certificate() {
    return ServiceCertificate.of("portal", "portal.hospital.example")
            .place(store, reload, address)
            .issuedBy(SelfSigned.issuer())
            .seenFrom(VantagePoint.here())
            .shownWithin(ofSeconds(2))
            .build();
}
var service = certificate();
var engine = Emrops.builder(folder.resolve("journal")).listener(ProgressPrinter.to(System.out)).build();

CertificateRotationRunbook renewal(String id) {
    return CertificateRotationRunbook.of(id, "Renew the certificate of the portal", service, order);
}

// What would be done, before anything is.
var nightly = renewal("portal-renewal").onlyWithin(30).build();
System.out.println(engine.plan(nightly, RunRequest.by("m.meier")).toMarkdown());
expect(service.status().daysLeft().get() < 10, "the rehearsal has changed nothing");

var report = engine.start(nightly, RunRequest.by("m.meier").because("CHG-1")).await();
System.out.println(report.toMarkdown());
expect(report.succeeded() && service.status().daysLeft().get() > 80, "the portal shows the new one");

// The next night there is nothing to be done.
var now = service.status().endingFirst();
report = engine.start(nightly, RunRequest.by("m.meier").because("CHG-2")).await();
expect(report.succeeded() && service.status().endingFirst().equals(now), "it was left alone");

// A portal that goes on with the old one: what only looks like a success is none.
listens.set(false);
report = engine.start(renewal("portal-rotation").build(), RunRequest.by("m.meier").because("CHG-3")).await();
System.out.println(report.toMarkdown());
expect(!report.succeeded() && service.status().endingFirst().equals(now), "the earlier one is served, and the report says so");
expect(service.status().faults().isEmpty(), "and the file has it too");

// The monthly look.
var monthly = CertificateCheckRunbook.of("monthly", "Monthly check of certificates", 30, List.of(store, ServedPlace.at(VantagePoint.here(), address, "portal.hospital.example"))).build();
report = engine.start(monthly, RunRequest.by("m.meier").because("the first of the month")).await();
System.out.println(report.toMarkdown());
expect(report.succeeded(), "nothing ends within 30 days");

engine.close();
