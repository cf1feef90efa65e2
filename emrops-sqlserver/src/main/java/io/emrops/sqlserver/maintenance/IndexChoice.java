package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.MaintenanceRequest;
import io.emrops.maintenance.MaintenanceRequest.Paused;
import io.emrops.maintenance.MaintenanceRequest.Scope;
import io.emrops.maintenance.MaintenanceTask;
import io.emrops.maintenance.MaintenanceTask.Kind;
import io.emrops.maintenance.Measurement;
import io.emrops.sqlserver.statement.StatisticsStatement.Sample;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whether an index is due, and in which way. */
final class IndexChoice {
    private static final int CLUSTERED = 1;
    private static final int NONCLUSTERED = 2;

    private final MaintenanceRequest request;
    private final Facts facts;
    private final Map<Facts.Key, Facts.Statistics> statistics = new HashMap<>();

    IndexChoice(MaintenanceRequest request, Facts facts) {
        this.request = request;
        this.facts = facts;
        facts.statistics().forEach(each -> statistics.put(each.key(), each));
    }

    /** What becomes of a rebuild that was begun. */
    Choice of(Facts.Paused paused) {
        if (paused.running()) {
            return new Choice.Left(paused.table(), paused.name(), "another session is rebuilding it");
        }
        var reason = "a rebuild " + stands(paused);
        return switch (request.paused()) {
            case LEAVE -> new Choice.Left(paused.table(), paused.name(), reason);
            case ABORT -> due(paused, Kind.ABORT_REBUILD, reason);
            case RESUME -> due(paused, Kind.RESUME_REBUILD, reason);
        };
    }

    /** Whether it is gone on with, or left as it is, so that the index cannot be rebuilt in another way. */
    private boolean stays(Facts.Paused paused) {
        return paused.running() || request.paused() != Paused.ABORT;
    }

    /** Whether it bars rebuilds of all other indexes of its table, by error 10637. */
    private boolean bars(Facts.Paused paused, Facts.Index index) {
        return (paused.running() || request.paused() == Paused.LEAVE)
                && paused.key().objectId() == index.key().objectId();
    }

    static String stands(Facts.Paused paused) {
        return (paused.running() ? "is at " : "is paused at ") + String.format(Locale.ROOT, "%.0f", paused.percent())
                + " %";
    }

    private Choice due(Facts.Paused paused, Kind kind, String reason) {
        var measured = facts.indexes().stream()
                .filter(paused::isOf)
                .findFirst()
                .map(this::measured)
                .orElseGet(Measurement::none);
        var task = new MaintenanceTask(kind, paused.table(), paused.name(), paused.partition(), reason, measured);
        return new Choice.Due(new Job(task, paused.key(), Sample.DEFAULT, false, Optional.empty()));
    }

    Choice of(Facts.Index index) {
        if (facts.paused().stream().anyMatch(each -> stays(each) && each.isOf(index))) {
            return Choice.Nothing.TOLD;
        }
        if (index.type() != CLUSTERED && index.type() != NONCLUSTERED) {
            return left(index, "indexes of its kind (" + index.type() + ") are not maintained here");
        }
        if (index.disabled()) {
            return left(index, "it is disabled, and a rebuild would enable it");
        }
        if (index.pages() == 0) {
            return Choice.Nothing.IN_ORDER;
        }
        var matters = index.pages() >= request.smallestIndex() && index.fragmentation() >= request.reorganizeFrom();
        if (request.scope() == Scope.EVERYTHING) {
            return everything(index, matters);
        }
        if (!matters) {
            return Choice.Nothing.IN_ORDER;
        }
        if (index.fragmentation() >= request.rebuildFrom()) {
            return rebuild(index, true, "");
        }
        return index.pageLocks()
                ? due(index, Kind.REORGANIZE, "")
                : rebuild(index, true, "it cannot be reorganised without page locks");
    }

    private Choice everything(Facts.Index index, boolean matters) {
        if (matters) {
            return rebuild(index, true, "every index was asked for");
        }
        if (index.isPartitioned()) {
            return left(index, "when its partition " + index.taskPartition() + " was last rebuilt is not known");
        }
        var known = statistics.get(index.key());
        if (known == null || !known.visible()) {
            return left(index, "the login may not see when it was last rebuilt");
        }
        return isDone(index) ? Choice.Nothing.IN_ORDER : rebuild(index, false, "every index was asked for");
    }

    /** Built anew within the cycle, as far as the server knows: its statistics were made of every row, and it is in order. */
    private boolean isDone(Facts.Index index) {
        var measured = Objects.requireNonNull(statistics.get(index.key())).measured();
        return measured.isFullScan()
                && measured.statisticsAt()
                        .filter(at -> at.isAfter(facts.now().minus(request.cycle())))
                        .isPresent();
    }

    private Choice rebuild(Facts.Index index, boolean matters, String remark) {
        if (facts.paused().stream().anyMatch(each -> bars(each, index))) {
            return left(index, "a rebuild of another index of its table is not ended");
        }
        var barred = index.traits().oldLargeObjects() && index.type() == CLUSTERED;
        if (facts.online() && !barred) {
            var kind =
                    facts.resumable() && !index.traits().computedKey() ? Kind.REBUILD_RESUMABLE : Kind.REBUILD_ONLINE;
            return due(index, kind, remark);
        }
        if (request.offlineAllowed()) {
            return due(index, Kind.REBUILD_OFFLINE, remark);
        }
        var why = "it can only be rebuilt while nobody can use the table, which was not allowed";
        return matters && index.pageLocks()
                ? due(index, Kind.REORGANIZE, why)
                : left(index, remark.isEmpty() ? why : remark + ", and " + why);
    }

    private Choice due(Facts.Index index, Kind kind, String remark) {
        var reason = String.format(Locale.ROOT, "%.1f %% fragmented, %d pages", index.fragmentation(), index.pages())
                + (remark.isEmpty() ? "" : "; " + remark);
        var task =
                new MaintenanceTask(kind, index.table(), index.name(), index.taskPartition(), reason, measured(index));
        return new Choice.Due(new Job(task, index.key(), Sample.DEFAULT, false, instead(kind)));
    }

    /** What the server may refuse all the same, since somebody has changed it, or its edition is none that is known here. */
    private Optional<Kind> instead(Kind kind) {
        return switch (kind) {
            case REBUILD_RESUMABLE, REBUILD_ONLINE ->
                request.offlineAllowed() ? Optional.of(Kind.REBUILD_OFFLINE) : Optional.empty();
            case REORGANIZE ->
                facts.online()
                        ? Optional.of(Kind.REBUILD_ONLINE)
                        : request.offlineAllowed() ? Optional.of(Kind.REBUILD_OFFLINE) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Measurement measured(Facts.Index index) {
        var known = statistics.get(index.key());
        var measured = known == null || index.isPartitioned() ? Measurement.none() : known.measured();
        return measured.withPages(index.fragmentation(), index.pages());
    }

    private static Choice left(Facts.Index index, String why) {
        return new Choice.Left(index.table(), index.name(), why);
    }
}
