package io.emrops.examples;

import io.emrops.backup.BackupProvider;
import io.emrops.deploy.Deployer;
import io.emrops.testkit.EmbeddedHospital;
import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** The hospital of the testkit, in files. */
final class FakeHospital implements Hospital {
    private final EmbeddedHospital embedded;
    private final String reason;

    FakeHospital(Path directory, String reason) {
        this.embedded = EmbeddedHospital.start(directory);
        this.reason = reason;
    }

    @Override
    public void founded(Properties known) {
        known.setProperty("reason", reason);
    }

    @Override
    public String describe() {
        return "the embedded hospital, all fakes: " + reason;
    }

    @Override
    public Deployer deployer() {
        return embedded.deployer();
    }

    @Override
    public BackupProvider backups() {
        return embedded.backups();
    }

    @Override
    public URI healthUrl() {
        return embedded.healthUrl();
    }

    @Override
    public void holdRollOuts() {
        embedded.deployer().blockAfter("rollOut", new CountDownLatch(1));
    }

    @Override
    public void remove() {
        close();
    }

    @Override
    public void close() {
        embedded.close();
    }
}
