package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.Kill;
import java.util.List;
import java.util.Optional;

/** {@code KILL} ("KILL (Transact-SQL)"). Its transaction is rolled back at once, so there is never a rollback to report on. */
final class KillOperation {
    private static final int LARGEST_SESSION = 32767;
    private static final int FIRST_USER_SESSION = 51;

    private final Instance instance;
    private final Caller caller;
    private final Kill kill;

    KillOperation(Instance instance, Caller caller, Kill kill) {
        this.instance = instance;
        this.caller = caller;
        this.kill = kill;
    }

    Outcome run() throws Refusal {
        if (!(kill.target() instanceof Operand.WholeNumber number)) {
            throw instance.refusal(6110, ((Operand.Text) kill.target()).value());
        }
        var spid = number.value();
        switch (kill.mode()) {
            case COMMIT, ROLLBACK -> throw instance.refusal(6108);
            case STATUSONLY, END -> {}
        }
        if (caller.inTransaction()) {
            throw instance.refusal(6115);
        }
        if (spid < 1 || spid > LARGEST_SESSION) {
            throw instance.refusal(6101, spid);
        }
        if (spid < FIRST_USER_SESSION) {
            throw instance.refusal(6107);
        }
        if (!instance.occupants().has(spid)) {
            throw instance.refusal(6106, spid);
        }
        if (spid == caller.spid()) {
            throw instance.refusal(6104);
        }
        new Authorization(instance, caller).requireKill();
        if (kill.mode() == Kill.Mode.STATUSONLY) {
            throw instance.refusal(6120, spid);
        }
        instance.leave(spid);
        return new Outcome(Optional.empty(), List.of(), List.of(spid));
    }
}
