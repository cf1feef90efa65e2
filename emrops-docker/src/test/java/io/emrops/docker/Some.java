package io.emrops.docker;

import java.time.Instant;
import java.util.List;

/** Containers for tests: running without a health check unless said otherwise. */
final class Some {
    private final String service;
    private String image = "emr/api:1.0.0";
    private String imageId = "sha256:aa";
    private String status = "running";
    private String health = "";
    private long exitCode;

    private Some(String service) {
        this.service = service;
    }

    static Some instance(String service) {
        return new Some(service);
    }

    static Instances instances(Instance... instances) {
        return Instances.of(List.of(instances));
    }

    Some image(String name) {
        image = name;
        return this;
    }

    Some imageId(String id) {
        imageId = id;
        return this;
    }

    Some health(String state) {
        health = state;
        return this;
    }

    Some exited(long code) {
        status = "exited";
        exitCode = code;
        return this;
    }

    Instance get() {
        return new Instance(
                "id",
                service + "-1",
                service,
                1,
                image,
                imageId,
                Instant.EPOCH,
                status,
                health,
                exitCode,
                Instant.EPOCH,
                "hash",
                "2.26.1");
    }
}
