package io.emrops.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The audit log of an application, read by the mapping of its table. Nothing is changed by any method. Usable by itself, without any
 * runbook.
 *
 * <pre>{@code
 * try (var events = log.events(AuditFilter.all().between(from, to))) {
 *     events.forEach(event -> …);
 * }
 * }</pre>
 *
 * <p>All methods block and may be called from any thread. They throw {@link PreconditionFailedException} if the mapping does not fit the
 * table, before anything is read; its message shows what was asked for and what is there, names and types alone. They throw {@link
 * TargetUnavailableException} if the system does not answer, and {@link io.emrops.StepFailedException} if it failed. No message holds a
 * value of a row.
 */
public interface AuditLog {
    /** Which database on which system. */
    Target target();

    /** What is read, and what its columns mean. */
    AuditTable table();

    /**
     * Compares the mapping with the table, anew with each call.
     *
     * @return the columns of the table that the mapping leaves out
     * @throws PreconditionFailedException if it does not fit; with everything that is wrong
     */
    List<String> requireFit();

    /** How many events there are. */
    long count(AuditFilter filter);

    /**
     * The events, by time and then by key, read while they are taken: memory is needed for a few of them, however many there are. A
     * connection is held until the stream is closed, so it belongs into a try-with-resources; closing it early ends the query.
     *
     * <p>The stream itself throws {@link TargetUnavailableException} if the connection is lost: what came until then is a part.
     */
    Stream<AuditEvent> events(AuditFilter filter);

    /**
     * The first events, or those behind a page. Events that were added meanwhile are in a later page if their time is later.
     *
     * @param size at most how many, 1 to 10,000
     * @param after where the last page ended; empty for the first
     * @throws IllegalArgumentException if the position is none of this table
     */
    AuditPage page(AuditFilter filter, int size, Optional<AuditPosition> after);

    /**
     * How many events there are by the values of some fields, and when the first and the last happened; most events first. Every group comes,
     * read while they are taken: what {@link #events} says of its stream holds for this one.
     *
     * @param by one field or several, each with a column
     */
    Stream<AuditTotal> totals(AuditFilter filter, List<AuditField> by);

    /**
     * The same of the largest groups.
     *
     * @param by one field or several, each with a column
     * @param atMost how many groups to tell apart, 1 to 100,000; the others are only counted
     */
    AuditTotals totals(AuditFilter filter, List<AuditField> by, int atMost);
}
