package io.emrops.sqlserver.session;

import com.microsoft.sqlserver.jdbc.ISQLServerMessage;
import com.microsoft.sqlserver.jdbc.SQLServerException;
import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What errors of the server mean, by their numbers ("Database engine events and errors"). The exceptions that are made here name number,
 * kind and what has become of the target. No text of the server or the driver is in them, nor in their causes.
 */
public final class ServerErrors {
    private static final String CANCELLED = "HY008";
    private static final int ASSUMED_ERROR = 16;

    private ServerErrors() {}

    /** What an error is about. */
    public static ErrorKind kindOf(int number) {
        return KnownErrors.kindOf(number);
    }

    /** Whether the server looks at this before it does anything, so that nothing has changed. */
    public static boolean isRefusal(int number) {
        return KnownErrors.isRefusal(number);
    }

    /**
     * No connection came about: nothing was sent.
     *
     * @return a refused login as {@link PreconditionFailedException}, which nobody tries again by itself; else {@link
     *     TargetUnavailableException}
     */
    static EmropsException connecting(SQLException failure, @Nullable Target target, Consumer<ServerMessage> debug) {
        var reason = failureOf(failure, debug);
        if (reason.kind() == ErrorKind.LOGIN) {
            return new PreconditionFailedException(
                    "SQL Server refuses the login: " + reason.words() + ". It was not tried again",
                    safe(failure),
                    target);
        }
        return new TargetUnavailableException(
                "SQL Server cannot be connected to: " + (reason.cause().number() == 0 ? "no answer" : reason.words()),
                safe(failure),
                target);
    }

    /** A query failed: nothing was changed. */
    static EmropsException reading(
            String what, SQLException failure, @Nullable Target target, Consumer<ServerMessage> debug) {
        var reason = failureOf(failure, debug);
        if (isCancellation(failure)) {
            return new TargetUnavailableException(
                    "No answer in time from SQL Server to the query for " + what, safe(failure), target);
        }
        if (isConnectionLoss(failure)) {
            return new TargetUnavailableException(
                    "The connection to SQL Server was lost during the query for " + what, safe(failure), target);
        }
        var message = "The query for " + what + " failed: " + reason.words() + ". Nothing was changed by it";
        return switch (reason.kind()) {
            case TRANSPORT, BUSY -> new TargetUnavailableException(message, safe(failure), target);
            case PERMISSION, LOGIN, STATE -> new PreconditionFailedException(message, safe(failure), target);
            default -> new StepFailedException(message, safe(failure), target, reason.vendorCode());
        };
    }

    /** Whoever made something of a row has failed, and may say what is in it: only where that was is told. */
    static EmropsException unreadable(String what, Exception failure, @Nullable Target target) {
        if (failure instanceof EmropsException known) {
            return known;
        }
        var safe = new IllegalStateException(failure.getClass().getName());
        safe.setStackTrace(failure.getStackTrace());
        return new StepFailedException(
                "A row of " + what + " could not be read (" + failure.getClass().getSimpleName() + ")",
                safe,
                target,
                null);
    }

    /** The connection leads elsewhere by now. */
    static String leadsElsewhere(ServerIdentity wanted, ServerIdentity found) {
        return wanted.name().equals(found.name())
                ? "The connection leads to another server of the name " + found.name()
                : "The connection leads to the server " + found.name() + ", and not to " + wanted.name();
    }

    /** The reason in a chain of exceptions; what is not known of severity is taken for an ordinary error. */
    static Failure failureOf(SQLException failure, Consumer<ServerMessage> debug) {
        var messages = messages(failure);
        messages.forEach(debug);
        return reason(messages.stream()
                .map(message -> Failure.of(message.number(), operatingSystem(message)))
                .toList());
    }

    /** The first that names a reason; of those that only say that something failed, the first. */
    static Failure reason(List<Failure> errors) {
        return errors.stream()
                .filter(error ->
                        error.kind() != ErrorKind.TRAILER && error.cause().number() != 0)
                .findFirst()
                .or(() -> errors.stream().findFirst())
                .orElse(new Failure(new MessageNumber(0, ASSUMED_ERROR, 0), ErrorKind.OTHER, OptionalInt.empty()));
    }

    /** All of one failure: the chain and what is suppressed. */
    static List<ServerMessage> messages(SQLException failure) {
        Set<SQLException> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var messages = new ArrayList<ServerMessage>();
        // A chain may be a circle.
        for (var each = failure; each != null && seen.add(each); each = each.getNextException()) {
            messages.add(message(each));
        }
        for (var each : failure.getSuppressed()) {
            if (each instanceof SQLException part) {
                messages.add(message(part));
            }
        }
        return messages;
    }

    /** Of this one, and not of its chain. */
    static ServerMessage message(SQLException failure) {
        if (failure instanceof SQLServerException server && server.getSQLServerError() != null) {
            return message(server.getSQLServerError());
        }
        return new ServerMessage(
                new MessageNumber(failure.getErrorCode(), ASSUMED_ERROR, 0), String.valueOf(failure.getMessage()));
    }

    static ServerMessage message(ISQLServerMessage message) {
        return new ServerMessage(
                new MessageNumber(message.getErrorNumber(), message.getErrorSeverity(), message.getErrorState()),
                String.valueOf(message.getErrorMessage()));
    }

    static OptionalInt operatingSystem(ServerMessage message) {
        return KnownErrors.OF_OPERATING_SYSTEM.contains(message.number().number())
                ? OperatingSystemError.in(message.text())
                : OptionalInt.empty();
    }

    static boolean isCancellation(SQLException failure) {
        return failure instanceof SQLTimeoutException || CANCELLED.equals(failure.getSQLState());
    }

    static boolean isConnectionLoss(SQLException failure) {
        var state = failure.getSQLState();
        return state != null && state.startsWith("08");
    }

    /** The same place in the program, the number and the state, and no text. */
    static SQLException safe(SQLException failure) {
        var copy = new SQLException(
                "SQL Server " + failure.getErrorCode() + ", SQLState " + failure.getSQLState(),
                failure.getSQLState(),
                failure.getErrorCode());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }
}
