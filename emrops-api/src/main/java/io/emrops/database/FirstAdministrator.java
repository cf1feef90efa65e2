package io.emrops.database;

import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.Probe;
import io.emrops.Secret;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Optional;

/** See {@link Databases#firstAdministrator}. */
record FirstAdministrator(DatabaseAdmin admin, AdministratorRequest wanted, SecretDelivery delivery)
        implements Operation<Administrator> {
    @Override
    public String describe() {
        return "Make " + wanted.login() + " the first administrator of " + wanted.database()
                + ", with a one-time secret delivered to " + delivery.describe();
    }

    @Override
    public Output<Administrator> output() {
        return Output.of(Administrator.class);
    }

    @Override
    public Target target() {
        return admin.target();
    }

    @Override
    public Preview<Administrator> preview(Inputs in) {
        var changes = admin.preview(wanted);
        var preview = Preview.<Administrator>of(changes);
        return changes.isEmpty()
                ? preview.remark(wanted.login() + " is the administrator of " + wanted.database() + " already")
                : preview.remark("a secret is made when the turn comes and delivered to " + delivery.describe());
    }

    @Override
    public Administrator execute(StepContext run) throws Exception {
        return admin.createFirst(keyed(run), new Concealing(run, delivery));
    }

    /** One whose secret nobody has used yet may be one whose secret was lost: it is made anew. */
    @Override
    public Probe<Administrator> probe(StepContext run) {
        return admin.find(keyed(run))
                .filter(found -> !found.made() || found.secretUsed())
                .map(Probe::applied)
                .orElseGet(Probe::notApplied);
    }

    @Override
    public Undoing<Administrator> undoing() {
        return new Removal(admin, wanted, delivery);
    }

    @Override
    public String kind() {
        return "database.first-administrator";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("database", wanted.database(), "login", wanted.login(), "role", wanted.role());
    }

    private AdministratorRequest keyed(StepContext run) {
        return keyed(wanted, run);
    }

    private static AdministratorRequest keyed(AdministratorRequest wanted, StepContext run) {
        return new AdministratorRequest(wanted.database(), wanted.login(), wanted.role(), run.idempotencyKey());
    }

    /** Whatever shows the secret in spite of all is blotted out in this run. */
    private record Concealing(StepContext run, SecretDelivery delivery) implements SecretDelivery {
        @Override
        public void deliver(String purpose, Secret secret) throws Exception {
            run.conceal(secret);
            delivery.deliver(purpose, secret);
        }

        @Override
        public void withdraw(String purpose) throws Exception {
            delivery.withdraw(purpose);
        }

        @Override
        public String describe() {
            return delivery.describe();
        }
    }

    /** Takes away what this step has made. */
    private record Removal(DatabaseAdmin admin, AdministratorRequest wanted, SecretDelivery delivery)
            implements Undoing.Compensation<Administrator, String> {
        @Override
        public String describe() {
            return "Remove " + wanted.login() + " from " + wanted.database() + " if this step has made it";
        }

        /** The key under which it is made; empty if it was the administrator already. */
        @Override
        public Output<String> before() {
            return Output.of(String.class);
        }

        @Override
        public String capture(StepContext run) {
            return admin.find(keyed(wanted, run)).isPresent() ? "" : run.idempotencyKey();
        }

        @Override
        public void undo(StepContext run, String before, Optional<Administrator> result) throws Exception {
            if (!before.isEmpty()) {
                for (var key : run.idempotencyKeys()) {
                    admin.remove(new AdministratorRequest(wanted.database(), wanted.login(), wanted.role(), key));
                }
                delivery.withdraw(wanted.purpose());
            }
        }
    }
}
