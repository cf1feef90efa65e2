package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.audit.AuditEvent;
import io.emrops.audit.AuditField;
import io.emrops.audit.AuditFilter;
import io.emrops.audit.AuditLog;
import io.emrops.audit.AuditPage;
import io.emrops.audit.AuditPosition;
import io.emrops.audit.AuditTable;
import io.emrops.audit.AuditTotal;
import io.emrops.audit.AuditTotals;
import io.emrops.audit.EventRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An audit log in memory.
 *
 * <pre>{@code
 * var table = AuditTable.named("dbo", "AuditLog").key("Id").time(TimeColumn.withOffset("At")).user("UserId").build();
 * var log = FakeAuditLog.of("sql01", table)
 *         .holding(AuditEvent.of(table, "1", Instant.parse("2026-11-22T10:00:00Z")).field(AuditField.USER, "m.meier").build());
 * }</pre>
 *
 * <p>Texts are compared to the letter, and keys in the order in which they were put in.
 */
public final class FakeAuditLog extends Fake<FakeAuditLog> implements AuditLog {
    private static final Set<String> READING = Set.of("target", "requireFit", "count", "events", "page", "totals");

    private final AuditTable table;
    private final List<AuditEvent> held = new ArrayList<>();
    private Optional<String> misfit = Optional.empty();

    private FakeAuditLog(String name, AuditTable table) {
        super("fake-audit-log", name, READING, Set.of());
        this.table = Objects.requireNonNull(table, "table");
    }

    /** An audit log without events. */
    public static FakeAuditLog of(String name, AuditTable table) {
        return new FakeAuditLog(name, table);
    }

    /** Events that are there. */
    public FakeAuditLog holding(AuditEvent... events) {
        return holding(List.of(events));
    }

    /** Events that are there. */
    public FakeAuditLog holding(List<AuditEvent> events) {
        return arrange(() -> held.addAll(events));
    }

    /** From now on the mapping does not fit, for this reason. */
    public FakeAuditLog misfit(String why) {
        return arrange(() -> misfit = Optional.of(why));
    }

    @Override
    public AuditTable table() {
        return table;
    }

    @Override
    public List<String> requireFit() {
        return reading("requireFit", List.of(), () -> {
            requireMapping();
            return List.of();
        });
    }

    private void requireMapping() {
        misfit.ifPresent(why -> {
            throw new PreconditionFailedException("The mapping does not fit " + table + "; nothing was read: " + why);
        });
    }

    @Override
    public long count(AuditFilter filter) {
        return reading("count", List.of(filter.toString()), () ->
                (long) matching(filter).size());
    }

    @Override
    public Stream<AuditEvent> events(AuditFilter filter) {
        return reading("events", List.of(filter.toString()), () -> matching(filter)).stream();
    }

    @Override
    public AuditPage page(AuditFilter filter, int size, Optional<AuditPosition> after) {
        if (size < 1 || size > 10_000) {
            throw new IllegalArgumentException("A page has 1 to 10000 events, not " + size);
        }
        return reading("page", List.of(filter.toString(), Integer.toString(size)), () -> {
            var all = matching(filter);
            var begin = after.map(position -> indexOf(all, position) + 1).orElse(0);
            var end = Math.min(all.size(), begin + size);
            var page = all.subList(begin, end);
            return new AuditPage(
                    page, end < all.size() ? Optional.of(all.get(end - 1).position()) : Optional.empty());
        });
    }

    private static int indexOf(List<AuditEvent> events, AuditPosition position) {
        for (var i = 0; i < events.size(); i++) {
            if (events.get(i).position().equals(position)) {
                return i;
            }
        }
        throw new IllegalArgumentException("The position is none of these events");
    }

    @Override
    public AuditTotals totals(AuditFilter filter, List<AuditField> by, int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("Totals are of one group or more, not " + atMost);
        }
        var all = all(filter, by);
        return new AuditTotals(
                by,
                all.stream().limit(atMost).toList(),
                all.size(),
                all.stream().mapToLong(AuditTotal::events).sum());
    }

    @Override
    public Stream<AuditTotal> totals(AuditFilter filter, List<AuditField> by) {
        return all(filter, by).stream();
    }

    private List<AuditTotal> all(AuditFilter filter, List<AuditField> by) {
        if (by.isEmpty()) {
            throw new IllegalArgumentException("Totals are by a field");
        }
        return reading("totals", List.of(filter.toString(), by.toString()), () -> {
            by.forEach(this::requireColumn);
            var groups = new LinkedHashMap<List<Optional<String>>, List<AuditEvent>>();
            for (var event : matching(filter)) {
                groups.computeIfAbsent(by.stream().map(event::get).toList(), key -> new ArrayList<>())
                        .add(event);
            }
            return groups.entrySet().stream()
                    .map(group -> total(by, group.getKey(), group.getValue()))
                    .sorted(order(by))
                    .toList();
        });
    }

    private static AuditTotal total(List<AuditField> by, List<Optional<String>> values, List<AuditEvent> events) {
        var named = new EnumMap<AuditField, String>(AuditField.class);
        for (var i = 0; i < by.size(); i++) {
            var field = by.get(i);
            values.get(i).ifPresent(value -> named.put(field, value));
        }
        var times = events.stream().map(AuditEvent::time).sorted().toList();
        return new AuditTotal(named, events.size(), times.get(0), times.get(times.size() - 1));
    }

    /** As a server has it: those without a value come first among equals. */
    private static Comparator<AuditTotal> order(List<AuditField> by) {
        var order = Comparator.comparingLong(AuditTotal::events).reversed();
        for (var field : by) {
            order = order.thenComparing(total -> total.get(field).orElse(""));
        }
        return order;
    }

    private List<AuditEvent> matching(AuditFilter filter) {
        requireMapping();
        filter.values().keySet().forEach(this::requireColumn);
        var rules = filter.meaning().map(table::rules);
        if (rules.isPresent() && rules.get().isEmpty()) {
            throw new PreconditionFailedException("The mapping of " + table + " does not say which events are "
                    + filter.meaning().orElseThrow().words());
        }
        var order = Comparator.comparing((Function<AuditEvent, Instant>) AuditEvent::time)
                .thenComparing(held::indexOf);
        return held.stream()
                .filter(event ->
                        filter.from().map(from -> !event.time().isBefore(from)).orElse(true))
                .filter(event ->
                        filter.to().map(to -> event.time().isBefore(to)).orElse(true))
                .filter(event -> hasAll(event, filter.values()))
                .filter(event -> rules.map(some -> some.stream().anyMatch(rule -> fulfils(event, rule)))
                        .orElse(true))
                .sorted(filter.isNewestFirst() ? order.reversed() : order)
                .toList();
    }

    private void requireColumn(AuditField field) {
        if (table.column(field).isEmpty()) {
            throw new PreconditionFailedException(
                    "The mapping of " + table + " has no column of the " + field.heading());
        }
    }

    private static boolean hasAll(AuditEvent event, Map<AuditField, Set<String>> values) {
        return values.entrySet().stream().allMatch(each -> isOneOf(event, each.getKey(), each.getValue()));
    }

    private static boolean isOneOf(AuditEvent event, AuditField field, Set<String> values) {
        return event.get(field).filter(values::contains).isPresent();
    }

    private static boolean fulfils(AuditEvent event, EventRule rule) {
        return (rule.types().isEmpty() || isOneOf(event, AuditField.EVENT_TYPE, rule.types()))
                && (rule.outcomes().isEmpty() || isOneOf(event, AuditField.OUTCOME, rule.outcomes()))
                && (!rule.namesPatient()
                        || event.get(AuditField.PATIENT)
                                .filter(it -> !it.isEmpty())
                                .isPresent());
    }

    @Override
    FakeAuditLog self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        // What is held is arranged by the test each time, and nothing changes it.
    }

    @Override
    void save(Tables to) {
        // As above.
    }
}
