package io.emrops.examples;

import io.emrops.backup.BackupProvider;
import io.emrops.deploy.Deployer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * A hospital's EMRNext to try things on: real containers where a Docker engine with Compose answers, the fakes of the
 * testkit where none does. Version 1.0.0 runs at the beginning; 2.0.0 and 2.2.0 are well, 2.1.0 does not become well.
 *
 * <p>The database server is a fake in both: its backups are records in a file.
 */
public sealed interface Hospital extends AutoCloseable permits DockerHospital, FakeHospital {
    /**
     * The hospital of this directory, which any number of processes may open, one after the other or side by side. The
     * first one founds it: on the Docker engine, unless there is none or {@code EMROPS_HOSPITAL} is {@code embedded}.
     *
     * @throws IllegalStateException if there is no Docker engine although {@code EMROPS_REQUIRE} lists {@code docker}
     */
    static Hospital open(Path directory) throws InterruptedException {
        try {
            var file = directory.resolve("hospital.properties");
            if (!Files.exists(file)) {
                Files.createDirectories(directory);
                return found(directory, file);
            }
            var known = new Properties();
            try (var in = Files.newBufferedReader(file)) {
                known.load(in);
            }
            return known.containsKey("project")
                    ? DockerHospital.reopen(directory, known)
                    : new FakeHospital(directory, known.getProperty("reason"));
        } catch (IOException e) {
            throw new UncheckedIOException("The hospital of " + directory + " cannot be opened", e);
        }
    }

    private static Hospital found(Path directory, Path file) throws IOException, InterruptedException {
        var known = new Properties();
        Hospital hospital;
        if ("embedded".equals(System.getenv("EMROPS_HOSPITAL"))) {
            hospital = new FakeHospital(directory, "EMROPS_HOSPITAL asks for it");
        } else {
            hospital = docker(directory, known);
        }
        hospital.founded(known);
        try (var out = Files.newBufferedWriter(file)) {
            known.store(out, null);
        }
        return hospital;
    }

    private static Hospital docker(Path directory, Properties known) throws InterruptedException {
        try {
            return DockerHospital.found(directory, known);
        } catch (DockerHospital.NotPossible e) {
            if (List.of(System.getenv().getOrDefault("EMROPS_REQUIRE", "").split("\\s*,\\s*"))
                    .contains("docker")) {
                throw new IllegalStateException(
                        "EMROPS_REQUIRE says that docker must be there, but " + e.getMessage(), e);
            }
            return new FakeHospital(directory, e.getMessage());
        }
    }

    /** Keeps what another process has to know. */
    void founded(Properties known);

    /** Which one it is, and why, in a sentence for people. */
    String describe();

    /** Rolls EMRNext out. */
    Deployer deployer();

    /** Backs the database {@code EMRNext} up. */
    BackupProvider backups();

    /** Where the API tells how it is. */
    URI healthUrl();

    /**
     * Keeps roll-outs of this process from coming to their end, for one that is to be killed in the middle. A real engine
     * takes its time anyway: there, this does nothing.
     */
    void holdRollOuts();

    /** Stops everything and takes it away, but for the directory. */
    void remove();

    /** Closes what this process has opened; EMRNext goes on running. */
    @Override
    void close();
}
