package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.protocol.PacketWriter;
import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.script.Participant;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The transaction beside {@code @@TRANCOUNT} and a set of savepoints. */
class TransactionTest {
    private static final int BEGAN = 8;
    private static final int COMMITTED = 9;
    private static final int ROLLED_BACK = 10;

    private enum Action {
        BEGIN,
        COMMIT,
        ROLLBACK,
        SAVE,
        TOUCH,
        END,
        IMPLICIT,
        EXPLICIT
    }

    private record Step(Action action, String name) {}

    private static final class Model {
        int count;
        boolean implicit;
        String name = "";
        final List<String> savepoints = new ArrayList<>();

        /** The error number; 0 if there is none. */
        int apply(Step step) {
            switch (step.action) {
                case BEGIN -> {
                    name = count == 0 ? step.name : name;
                    count++;
                }
                case TOUCH -> count = implicit ? Math.max(1, count) : count;
                case IMPLICIT -> implicit = true;
                case EXPLICIT -> implicit = false;
                case END -> count = 0;
                case COMMIT -> {
                    if (count == 0) {
                        return 3902;
                    }
                    count--;
                }
                case ROLLBACK -> {
                    if (count == 0) {
                        return 3903;
                    }
                    if (!savepoints.contains(step.name)) {
                        if (!name.equals(step.name)) {
                            return 6401;
                        }
                        count = 0;
                    } else {
                        savepoints
                                .subList(savepoints.indexOf(step.name) + 1, savepoints.size())
                                .clear();
                    }
                }
                case SAVE -> {
                    if (count == 0) {
                        return 628;
                    }
                    savepoints.remove(step.name);
                    savepoints.add(step.name);
                }
            }
            if (count == 0) {
                name = "";
                savepoints.clear();
            }
            return 0;
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(Arbitraries.of(Action.class), Arbitraries.of("a", "b", "c"))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void it_counts_as_the_model_does_and_says_when_it_begins_and_ends(@ForAll("histories") List<Step> history)
            throws Exception {
        var transaction = new Transaction(Participant.NOBODY);
        var model = new Model();
        for (var step : history) {
            var before = model.count;
            var out = new ByteArrayOutputStream();
            var packets = new PacketWriter(out, 51);
            packets.begin(null);
            var tokens = new TokenWriter(packets);

            var error = apply(transaction, step, tokens);
            packets.flush();
            var expectedError = model.apply(step);

            assertThat(error).isEqualTo(expectedError);
            assertThat(transaction.count()).isEqualTo(model.count);
            assertThat(transaction.countInside()).isEqualTo(model.implicit ? Math.max(1, model.count) : model.count);
            assertThat(said(out.toByteArray())).isEqualTo(toBeSaid(before, model.count, step.action));
        }
    }

    private static int apply(Transaction transaction, Step step, TokenWriter tokens) throws Exception {
        switch (step.action) {
            case BEGIN -> transaction.begin(tokens, step.name);
            case TOUCH -> transaction.touch(tokens);
            case IMPLICIT -> transaction.implicit(true);
            case EXPLICIT -> transaction.implicit(false);
            case END -> transaction.end(tokens);
            case COMMIT -> {
                return transaction.commit(tokens).map(SqlError::number).orElse(0);
            }
            case ROLLBACK -> {
                return transaction
                        .rollback(tokens, step.name.toUpperCase(java.util.Locale.ROOT))
                        .map(SqlError::number)
                        .orElse(0);
            }
            case SAVE -> {
                return transaction.save(step.name).map(SqlError::number).orElse(0);
            }
        }
        return 0;
    }

    /** The number of the change that the client was told of; 0 if it was told nothing. */
    private static int said(byte[] sent) {
        return sent.length == 0 ? 0 : sent[8 + 3];
    }

    private static int toBeSaid(int before, int after, Action action) {
        if (before == 0 && after > 0) {
            return BEGAN;
        } else if (before > 0 && after == 0) {
            return action == Action.COMMIT ? COMMITTED : ROLLED_BACK;
        }
        return 0;
    }

    @Test
    void a_savepoint_without_a_name_is_not_what_a_rollback_goes_to() throws Exception {
        var packets = new PacketWriter(new ByteArrayOutputStream(), 51);
        packets.begin(null);
        var tokens = new TokenWriter(packets);
        var transaction = new Transaction(Participant.NOBODY);
        transaction.begin(tokens, "");
        transaction.save("");

        transaction.rollback(tokens, "");

        assertThat(transaction.count()).isZero();
    }
}
