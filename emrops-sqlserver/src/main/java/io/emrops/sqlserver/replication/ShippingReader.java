package io.emrops.sqlserver.replication;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.replication.Replica.Link;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Headers;
import io.emrops.sqlserver.history.MsdbHistory;
import io.emrops.sqlserver.history.RestoredSet;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.ShortQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks both servers, each over a connection of its own. */
public final class ShippingReader {
    private static final Logger LOG = LoggerFactory.getLogger(ShippingReader.class);
    private static final Duration LABEL_WITHIN = Duration.ofSeconds(30);

    private final Shipment shipment;

    /** Asks nothing yet. */
    public ShippingReader(Shipment shipment) {
        this.shipment = shipment;
    }

    Shipment shipment() {
        return shipment;
    }

    /**
     * Who refuses to tell is as one that does not answer.
     *
     * @throws TargetUnavailableException if nobody answers
     * @throws PreconditionFailedException if nobody tells anything
     */
    ShippingView read() {
        var refusals = new LinkedHashMap<String, PreconditionFailedException>();
        var from = ask(shipment.primary(), refusals, this::primary);
        var newest = from.flatMap(PrimarySide::newestLog);
        var to = ask(shipment.secondary(), refusals, queries -> secondary(queries, newest));
        if (from.isEmpty() && to.isEmpty() && !refusals.isEmpty()) {
            throw refusals.values().iterator().next();
        }
        var at = Stream.concat(from.map(PrimarySide::now).stream(), to.map(SecondarySide::now).stream())
                .max(Instant::compareTo)
                .orElseThrow(() -> new TargetUnavailableException(
                        "Neither " + shipment.primary().name() + " nor "
                                + shipment.secondary().name() + " answers"));
        return new ShippingView(shipment, from, to, refusals, at);
    }

    /** Whether the primary answers and is open; the other one, and what is shipped, are not asked. */
    boolean isPrimaryOpen() {
        return ask(shipment.primary(), new LinkedHashMap<>(), this::primary)
                .filter(PrimarySide::isOpen)
                .isPresent();
    }

    private static <T> Optional<T> ask(
            ReplicaServer server,
            Map<String, PreconditionFailedException> refusals,
            Function<ShortQueries, T> question) {
        try (var session = server.sessions().asking()) {
            return Optional.of(question.apply(session.queries(null)));
        } catch (TargetUnavailableException e) {
            LOG.debug("{} does not answer", server.name(), e);
        } catch (PreconditionFailedException e) {
            LOG.debug("{} tells nothing", server.name(), e);
            refusals.put(server.name(), e);
        } catch (StepFailedException e) {
            // Such as one whose history of backups is damaged: what it asked for failed, and nothing was changed.
            LOG.debug("{} cannot tell", server.name(), e);
            refusals.put(server.name(), new PreconditionFailedException(String.valueOf(e.getMessage()), e));
        }
        return Optional.empty();
    }

    private PrimarySide primary(ShortQueries queries) {
        var facts = meant(queries, shipment.primary());
        var newest = queries.find("the newest log backup", LogEnd.QUERY, LogEnd::of, shipment.database());
        var restored = queries.find(
                        "the newest restore", LogEnd.RESTORED, row -> row.time("restored"), shipment.database())
                .flatMap(at -> at);
        var history = new MsdbHistory(queries, facts.offset());
        return new PrimarySide(
                facts,
                now(queries),
                database(queries, facts),
                newest,
                newest.map(LogEnd::id).flatMap(history::find),
                queries
                        .list("the directories of log shipping", Folders.OF_PRIMARY, Folders::of, shipment.database())
                        .stream()
                        .findFirst(),
                restored.isPresent()
                        && newest.flatMap(LogEnd::finished)
                                .filter(made -> restored.get().isBefore(made))
                                .isEmpty());
    }

    private SecondarySide secondary(ShortQueries queries, Optional<LogEnd> newest) {
        var facts = meant(queries, shipment.secondary());
        var folders = queries
                .list("the directories of log shipping", Folders.OF_SECONDARY, Folders::of, shipment.database())
                .stream()
                .findFirst();
        var now = now(queries);
        var database = database(queries, facts);
        var restored = restored(new MsdbHistory(queries, facts.offset()));
        var monitored = queries
                .list("the monitor of log shipping", MonitoredRestore.QUERY, MonitoredRestore::of, shipment.database())
                .stream()
                .findFirst();
        var busy = queries.find(
                        "the restores that go on",
                        "SELECT COUNT(*) AS restores FROM sys.dm_exec_requests"
                                + " WHERE command IN ('RESTORE DATABASE', 'RESTORE LOG')",
                        row -> row.integer("restores").orElse(0))
                .filter(count -> count > 0)
                .isPresent();
        // Last, as a share that hangs ends the connection.
        var link = link(queries, facts, newest, folders);
        return new SecondarySide(facts, now, database, restored, folders, monitored, link, busy);
    }

    private static ServerFacts meant(ShortQueries queries, ReplicaServer server) {
        var facts = ServerFacts.read(queries);
        if (!facts.name().equalsIgnoreCase(server.name())) {
            throw new PreconditionFailedException("The server that was told to be " + server.name() + " is "
                    + facts.name() + ". Nothing was changed there");
        }
        return facts;
    }

    private ShippedDatabase database(ShortQueries queries, ServerFacts facts) {
        return queries.find(
                        "the database " + shipment.database(),
                        ShippedDatabase.QUERY,
                        ShippedDatabase::of,
                        shipment.database())
                .orElseThrow(() -> new PreconditionFailedException(
                        facts.name() + " has no database " + shipment.database() + ". Nothing was changed there"));
    }

    private static Instant now(ShortQueries queries) {
        return queries.find(
                        "the server's time",
                        "SELECT SYSDATETIMEOFFSET() AS server_time",
                        row -> row.offsetTime("server_time").orElseThrow())
                .orElseThrow()
                .toInstant();
    }

    /** A database that was stopped at a moment holds less than the backup. */
    private Optional<BackupSet> restored(MsdbHistory history) {
        var restores = history.restoresTo(shipment.database());
        return restores.isEmpty()
                ? Optional.empty()
                : Optional.of(restores.get(restores.size() - 1))
                        .filter(last -> last.stopAt().isEmpty())
                        .map(RestoredSet::set)
                        .flatMap(history::find);
    }

    private static Link link(
            ShortQueries queries, ServerFacts facts, Optional<LogEnd> newest, Optional<Folders> folders) {
        if (newest.isEmpty() || folders.isEmpty()) {
            return Link.UNKNOWN;
        }
        try {
            new Headers(queries.within(LABEL_WITHIN), facts.offset())
                    .label(Folders.path(facts, folders.get().first())
                            .resolve(newest.get().fileName()));
            return Link.CONNECTED;
        } catch (StepFailedException e) {
            LOG.debug("{} cannot read the newest log backup", facts.name(), e);
            return Link.DISCONNECTED;
        } catch (PreconditionFailedException | TargetUnavailableException | IllegalArgumentException e) {
            LOG.debug("{} may not read the newest log backup", facts.name(), e);
            return Link.UNKNOWN;
        }
    }
}
