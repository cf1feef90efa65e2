package io.emrops.runbooks;

import io.emrops.Check;
import io.emrops.InDoubt;
import io.emrops.RunbookBuilder;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.deploy.RestartRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The restart of a service that is not as it should be: one instance after the other, each with its time to end; if the service is not well then, all of them are
 * killed and started. If the restart fails and the service is well, as when a balancer does not answer, the run fails and nothing is killed. A second form removes everything and creates it again, as the last resort, when people agree.
 *
 * <pre>{@code
 * var restart = ServiceRestartRunbook.of("emrnext-restart", "Restart the API", compose, "api")
 *         .verify("health", "The API answers", Http.get(url).expectJson("status", "healthy"))
 *         .build();
 * var again = ServiceRestartRunbook.recreating("emrnext-recreate", "Create EMRNext anew", compose)
 *         .approval("go", "Operations agree", "operations", 1)
 *         .build();
 * }</pre>
 *
 * <p>With several instances behind a load balancer the graceful restart interrupts nobody. The forced one does, and creating anew interrupts the whole application; nothing
 * of it can be undone, and versions, settings and volumes stay what they are.
 */
public final class ServiceRestartRunbook extends ReadyMadeRunbook<ServiceRestartRunbook> {
    private final Deployer deployer;
    /** Empty if all services are created anew. */
    private final String service;

    private final List<Consumer<RunbookBuilder>> verifications = new ArrayList<>();
    private Duration wellWithin = Duration.ofMinutes(2);
    private boolean force = true;
    private boolean approved;

    private ServiceRestartRunbook(String id, String title, Deployer deployer, String service) {
        super(id, title);
        this.deployer = Objects.requireNonNull(deployer, "deployer");
        this.service = Objects.requireNonNull(service, "service");
    }

    /** Begins the configuration of a restart; see {@link io.emrops.Runbook#define} for id and title. */
    public static ServiceRestartRunbook of(String id, String title, Deployer deployer, String service) {
        if (service.isBlank()) {
            throw new IllegalArgumentException("A restart is that of a service");
        }
        return new ServiceRestartRunbook(id, title, deployer, service);
    }

    /** Begins the configuration of the last resort: all services are removed and created again. It needs an approval. */
    public static ServiceRestartRunbook recreating(String id, String title, Deployer deployer) {
        return new ServiceRestartRunbook(id, title, deployer, "");
    }

    /** Leaves it at the graceful restart: nothing is killed, and the run fails if that was not enough. */
    public ServiceRestartRunbook gracefulOnly() {
        force = false;
        return this;
    }

    /** How long services and endpoints may take to come up; two minutes without this. */
    public ServiceRestartRunbook wellWithin(Duration atMost) {
        wellWithin = Objects.requireNonNull(atMost, "atMost");
        return this;
    }

    /** A verification: an endpoint, a critical function. Repeated until it is ok or time is up. */
    public ServiceRestartRunbook verify(String id, String title, Check check) {
        verifications.add(rb -> rb.verify(id, title, check).within(wellWithin));
        return this;
    }

    @Override
    public ServiceRestartRunbook approval(String id, String title, String group, int atLeast) {
        approved = true;
        return super.approval(id, title, group, atLeast);
    }

    @Override
    ServiceRestartRunbook self() {
        return this;
    }

    @Override
    void write(RunbookBuilder rb) {
        rb.section("What there is");
        rb.verify("before", "How the services are", Deployments.servicesReported(deployer));
        writeBefore(rb, "Before the restart");
        if (service.isEmpty()) {
            if (!approved) {
                throw new IllegalStateException("What interrupts the whole application needs an approval");
            }
            writeRecreation(rb);
        } else {
            writeRestart(rb);
        }
        rb.section("Verification");
        rb.verify("services", "All services run", Deployments.allServicesWell(deployer))
                .within(wellWithin);
        verifications.forEach(part -> part.accept(rb));
        writeAfter(rb);
    }

    private void writeRestart(RunbookBuilder rb) {
        // What a restart does not mend is not mended by going back.
        rb.withoutAutomaticUndo();
        rb.section("Restart");
        writeProtections(rb);
        if (!force) {
            rb.step("restart", "Restart the instances one by one", Deployments.restart(deployer, service))
                    .inDoubt(InDoubt.rerun());
            return;
        }
        var gently = rb.step(
                        "restart",
                        "Restart the instances one by one",
                        Deployments.tryRestart(deployer, RestartRequest.rolling(service)))
                .inDoubt(InDoubt.rerun());
        rb.step(
                        "force",
                        "Kill and start those that do not become well",
                        Deployments.restart(deployer, RestartRequest.forced(service)))
                .inDoubt(InDoubt.rerun())
                .onlyIf(
                        "the service is not well after it",
                        run -> !run.get(gently).well());
    }

    private void writeRecreation(RunbookBuilder rb) {
        rb.section("The last resort");
        rb.note(
                "The whole application is interrupted until its services are well again. Versions, settings and volumes stay.");
        writeProtections(rb);
        rb.step("recreate", "Remove all services and create them again", Deployments.recreate(deployer));
    }
}
