package io.emrops.sqlserver.diagnostics;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When a local time of the server was, at the latest. The server says its offset now, and not the one of then: its clock may have been put forward
 * between, and a session that has answered ninety seconds ago then seems to have been idle for an hour. So the server stands in whichever zone of the
 * world has its offset now and makes it least idle. A clock that was put forward by hand is not noticed.
 */
final class IdleSince {
    private final OffsetDateTime now;
    private final List<ZoneId> possible;

    IdleSince(OffsetDateTime now) {
        this.now = now;
        var instant = now.toInstant();
        var rules = ZoneId.getAvailableZoneIds().stream()
                .map(ZoneId::of)
                .filter(zone -> zone.getRules().getOffset(instant).equals(now.getOffset()))
                .collect(Collectors.toMap(ZoneId::getRules, zone -> zone, (one, same) -> one));
        possible = List.copyOf(rules.values());
    }

    OffsetDateTime now() {
        return now;
    }

    /** Never after now. */
    Instant latest(LocalDateTime local) {
        var byOffset = local.toInstant(now.getOffset());
        var latest = possible.stream()
                .map(zone ->
                        ZonedDateTime.of(local, zone).withLaterOffsetAtOverlap().toInstant())
                .max(Comparator.naturalOrder())
                .filter(other -> other.isAfter(byOffset))
                .orElse(byOffset);
        return latest.isAfter(now.toInstant()) ? now.toInstant() : latest;
    }
}
