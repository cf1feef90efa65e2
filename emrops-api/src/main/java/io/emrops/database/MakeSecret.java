package io.emrops.database;

import io.emrops.Done;
import io.emrops.Inputs;
import io.emrops.Operation;
import io.emrops.Output;
import io.emrops.Preview;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.Undoing;
import java.util.Map;
import java.util.Optional;

/** See {@link Databases#oneTimeSecret}. */
record MakeSecret(String purpose, SecretDelivery delivery) implements Operation<Done> {
    @Override
    public String describe() {
        return "Make a one-time secret for " + purpose + " and deliver it to " + delivery.describe();
    }

    @Override
    public Output<Done> output() {
        return Output.of(Done.class);
    }

    @Override
    public Target target() {
        return Target.thisMachine();
    }

    @Override
    public Preview<Done> preview(Inputs in) {
        return Preview.<Done>of("delivers a new secret for " + purpose + " to " + delivery.describe())
                .predicting(Done.DONE);
    }

    @Override
    public Done execute(StepContext run) throws Exception {
        var secret = OneTimeSecret.generate();
        run.conceal(secret);
        delivery.deliver(purpose, secret);
        return Done.DONE;
    }

    @Override
    public Undoing<Done> undoing() {
        return new Withdrawal(purpose, delivery);
    }

    @Override
    public String kind() {
        return "database.one-time-secret";
    }

    @Override
    public Map<String, String> configuration() {
        return Map.of("purpose", purpose);
    }

    /** What opens nothing is not to lie about. */
    private record Withdrawal(String purpose, SecretDelivery delivery) implements Undoing.Compensation<Done, Done> {
        @Override
        public String describe() {
            return "Withdraw the secret for " + purpose;
        }

        @Override
        public Output<Done> before() {
            return Output.of(Done.class);
        }

        @Override
        public Done capture(StepContext run) {
            return Done.DONE;
        }

        @Override
        public void undo(StepContext run, Done before, Optional<Done> result) throws Exception {
            delivery.withdraw(purpose);
        }
    }
}
