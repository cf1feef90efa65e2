package io.emrops.sqlserver.session;

import com.microsoft.sqlserver.jdbc.ISQLServerMessage;
import com.microsoft.sqlserver.jdbc.ISQLServerMessageHandler;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the server says while a statement runs, and keeps the numbers. Hands every message on unchanged: one that is swallowed makes
 * a restore that failed look as if it had not.
 */
final class MessageLog implements ISQLServerMessageHandler {
    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}");
    private static final int KEPT = 1000;

    private final Consumer<ServerMessage> debug;
    private final IntConsumer heard;
    private final Map<MessageNumber, Integer> informed = new LinkedHashMap<>();
    private final List<Failure> errors = new ArrayList<>();
    private @Nullable Processed processed;

    /** @param heard percent done, or -1 for whatever else the server says; must neither block nor throw */
    MessageLog(Consumer<ServerMessage> debug, IntConsumer heard) {
        this.debug = debug;
        this.heard = heard;
    }

    @Override
    public ISQLServerMessage messageHandler(ISQLServerMessage message) {
        try {
            hear(ServerErrors.message(message));
        } catch (RuntimeException e) {
            keepError(new Failure(new MessageNumber(0, 0, 0), ErrorKind.OTHER, OptionalInt.empty()));
        }
        return message;
    }

    private void hear(ServerMessage message) {
        debug.accept(message);
        var number = message.number();
        if (number.isError()) {
            keepError(Failure.of(number, ServerErrors.operatingSystem(message)));
        } else {
            keepInformation(number);
        }
        if (number.number() == KnownErrors.PROCESSED) {
            Processed.in(message.text()).ifPresent(this::keep);
        }
        heard.accept(number.number() == KnownErrors.PERCENT ? percent(message.text()) : -1);
    }

    private static int percent(String text) {
        var found = PERCENT.matcher(text);
        var percent = found.find() ? Integer.parseInt(found.group()) : -1;
        return percent <= 100 ? percent : -1;
    }

    private synchronized void keep(Processed what) {
        processed = what;
    }

    private synchronized void keepError(Failure error) {
        if (errors.size() < KEPT) {
            errors.add(error);
        }
    }

    private synchronized void keepInformation(MessageNumber number) {
        if (informed.containsKey(number) || informed.size() < KEPT) {
            informed.merge(number, 1, Integer::sum);
        }
    }

    /**
     * What the driver throws; the server's part of it has been heard already. Only the exception itself is looked at: the driver reads the rest of the
     * answer for the next one of the chain, and rows in it are lost.
     */
    synchronized void thrown(SQLException failure) {
        var message = ServerErrors.message(failure);
        var number = message.number().number();
        var heardBefore = errors.stream().anyMatch(error -> error.cause().number() == number);
        if (number == 0 || !heardBefore) {
            debug.accept(message);
            errors.add(Failure.of(message.number(), ServerErrors.operatingSystem(message)));
        }
    }

    /** Everything that failed, in its order. */
    synchronized List<Failure> errors() {
        return List.copyOf(errors);
    }

    /** What else was said, each once. */
    synchronized List<MessageNumber> information() {
        return List.copyOf(informed.keySet());
    }

    synchronized Optional<Processed> processed() {
        return Optional.ofNullable(processed);
    }
}
