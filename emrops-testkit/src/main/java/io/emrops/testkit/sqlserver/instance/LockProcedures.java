package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.ApplicationLocks.Owner;
import io.emrops.testkit.sqlserver.instance.ApplicationLocks.Resource;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code sp_getapplock} and {@code sp_releaseapplock} ("sp_getapplock (Transact-SQL)"). What is wrong with a call is told by -999, mostly with a message beside
 * it; nobody is told by an error that the lock was not granted.
 */
final class LockProcedures {
    private static final int CALL_ERROR = -999;
    private static final List<String> TO_GET =
            List.of("@resource", "@lockmode", "@lockowner", "@locktimeout", "@dbprincipal");
    private static final List<String> TO_RELEASE = List.of("@resource", "@lockowner", "@dbprincipal");

    private final Instance instance;
    private final Caller caller;
    private final Values values;

    LockProcedures(Instance instance, Caller caller, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.values = values;
    }

    static boolean isCallOfOne(ProcedureCall call) {
        return Operations.isCallOf(call, "sp_getapplock") || Operations.isCallOf(call, "sp_releaseapplock");
    }

    Outcome run(ProcedureCall call, Client client) throws Refusal, IOException {
        return Operations.isCallOf(call, "sp_getapplock") ? get(call, client) : release(call);
    }

    private Outcome get(ProcedureCall call, Client client) throws Refusal, IOException {
        var given = arguments(call, TO_GET);
        var mode = text(given, "@lockmode", "");
        if (!given.containsKey("@lockmode")) {
            throw instance.refusal(201, "sp_getapplock", "@LockMode");
        }
        var known = LockMode.of(mode);
        if (known.isEmpty()) {
            return wrong(instance.message(15625, mode, "@LockMode"));
        }
        var ownerName = text(given, "@lockowner", "Transaction");
        var owner = owner(ownerName);
        if (owner.isEmpty()) {
            return wrong(instance.message(15625, ownerName, "@LockOwner"));
        }
        if (owner.get() == Owner.TRANSACTION && !caller.inTransaction()) {
            return wrong(instance.message(15626));
        }
        var timeout = given.get("@locktimeout") instanceof Number number ? number.intValue() : -1;
        if (timeout < -1) {
            return wrong(instance.message(1227, "sp_getapplock"));
        }
        if (given.get("@resource") == null) {
            return wrong(instance.message(1224, "sp_getapplock"));
        }
        var resource = resource(call, given);
        var limit = timeout < 0 ? Optional.<Duration>empty() : Optional.of(Duration.ofMillis(timeout));
        var grade = instance.applicationLocks().acquire(caller, resource, known.get(), owner.get(), limit, client);
        return new Outcome(Optional.empty(), List.of(), List.of(), grade.returnStatus());
    }

    private Outcome release(ProcedureCall call) throws Refusal {
        var given = arguments(call, TO_RELEASE);
        var ownerName = text(given, "@lockowner", "Transaction");
        var owner = owner(ownerName);
        if (owner.isEmpty()) {
            return wrong(instance.message(15625, ownerName, "@LockOwner"));
        }
        if (given.get("@resource") == null) {
            return wrong(instance.message(1224, "sp_releaseapplock"));
        }
        var resource = resource(call, given);
        if (instance.applicationLocks().release(caller.spid(), resource, owner.get())) {
            return Outcome.silent();
        }
        return wrong(
                instance.message(1223, text(given, "@dbprincipal", "public"), String.valueOf(given.get("@resource"))));
    }

    private static Outcome wrong(SqlError message) {
        return new Outcome(Optional.empty(), List.of(message), List.of(), CALL_ERROR);
    }

    private static Optional<Owner> owner(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "SESSION" -> Optional.of(Owner.SESSION);
            case "TRANSACTION" -> Optional.of(Owner.TRANSACTION);
            default -> Optional.empty();
        };
    }

    private Resource resource(ProcedureCall call, Map<String, @Nullable Object> given) {
        var database = call.procedure().database();
        var principal = text(given, "@dbprincipal", "public");
        if (!principal.equalsIgnoreCase("public") && !principal.equalsIgnoreCase("dbo")) {
            throw new IllegalArgumentException("the databases of this instance have no principal " + principal);
        }
        return new Resource(
                database.isEmpty() ? caller.database() : database, principal, String.valueOf(given.get("@resource")));
    }

    /** By their names in lower case; one that is left to its default is not there. */
    private Map<String, @Nullable Object> arguments(ProcedureCall call, List<String> names) throws Refusal {
        var given = new HashMap<String, @Nullable Object>();
        for (var i = 0; i < call.arguments().size(); i++) {
            var argument = call.arguments().get(i);
            var byPlace = argument.name().isEmpty();
            if (byPlace && i >= names.size()) {
                throw new IllegalArgumentException(call.procedure().name() + " has no more than " + names);
            }
            var name = byPlace ? names.get(i) : argument.name().toLowerCase(Locale.ROOT);
            if (!names.contains(name)) {
                throw new IllegalArgumentException(call.procedure().name() + " has no " + argument.name());
            }
            if (argument.value() != Operand.Placeholder.DEFAULT) {
                given.put(name, values.value(argument.value()));
            }
        }
        return given;
    }

    private static String text(Map<String, @Nullable Object> given, String name, String otherwise) {
        return given.containsKey(name) ? String.valueOf(given.get(name)) : otherwise;
    }
}
