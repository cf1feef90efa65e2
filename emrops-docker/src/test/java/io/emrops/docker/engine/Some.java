package io.emrops.docker.engine;

import java.time.Instant;
import java.util.List;

/** Containers for tests: running without a health check unless said otherwise. */
public final class Some {
    private final String service;
    private String image = "emr/api:1.0.0";
    private String imageId = "sha256:aa";
    private String status = "running";
    private String health = "";
    private long exitCode;
    private String id = "id";
    private int number = 1;
    private String hash = "hash";
    private List<PublishedPort> ports = List.of();
    private boolean writes;
    private Instant startedAt = Instant.EPOCH;

    private Some(String service) {
        this.service = service;
    }

    public static Some instance(String service) {
        return new Some(service);
    }

    public static Instances instances(Instance... instances) {
        return Instances.of(List.of(instances));
    }

    public Some image(String name) {
        image = name;
        return this;
    }

    public Some imageId(String id) {
        imageId = id;
        return this;
    }

    public Some health(String state) {
        health = state;
        return this;
    }

    public Some status(String state) {
        status = state;
        return this;
    }

    public Some exited(long code) {
        status = "exited";
        exitCode = code;
        return this;
    }

    public Some id(String value) {
        id = value;
        return this;
    }

    public Some number(int value) {
        number = value;
        return this;
    }

    public Some hash(String value) {
        hash = value;
        return this;
    }

    public Some published(int inside, String address, int outside) {
        ports = List.of(new PublishedPort(inside, address, outside));
        return this;
    }

    public Some startedAt(Instant time) {
        startedAt = time;
        return this;
    }

    public Some writing() {
        writes = true;
        return this;
    }

    public Instance get() {
        return new Instance(
                id,
                service + "-" + number,
                service,
                number,
                image,
                imageId,
                Instant.EPOCH,
                status,
                health,
                exitCode,
                startedAt,
                hash,
                "2.26.1",
                ports,
                writes);
    }
}
