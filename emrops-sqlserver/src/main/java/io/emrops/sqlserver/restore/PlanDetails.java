package io.emrops.sqlserver.restore;

import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoverySource;
import io.emrops.sqlserver.history.BackupSet;
import io.emrops.sqlserver.history.Lsn;
import io.emrops.sqlserver.recovery.RecoveryDecision.Reach;
import io.emrops.sqlserver.recovery.RecoveryDecision.Step;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a plan knows beyond what it says to everybody, as texts that outlast the process.
 *
 * @param server which one the plan was made on
 * @param databaseId the server's number of the database then; empty if there was none
 * @param created when the database was created: another of the same name was created later
 * @param stopAt what every restore of a log is told, by the server's clock; empty to restore all of each
 * @param heldAnyhow whether everything up to the moment is there after the last step even if the server has not come to it
 * @param branch the one the database ends on
 * @param restoresBefore the last restore on the server when the plan was made: what came later is this recovery's
 * @param lastLogBackup where the next log backup began then
 * @param fork the branch the database was on then
 * @param access who could use the database then
 * @param keepsNoLog whether there is no end of a log that could be secured, and its loss is accepted
 * @param trustworthy whether it was marked so then
 * @param broker whether its broker was on then
 * @param dataPath where files of a new database go
 * @param logPath where its log goes
 */
record PlanDetails(
        String server,
        Optional<Integer> databaseId,
        Optional<LocalDateTime> created,
        Optional<LocalDateTime> stopAt,
        boolean heldAnyhow,
        UUID branch,
        long restoresBefore,
        Optional<Lsn> lastLogBackup,
        Optional<UUID> fork,
        String access,
        boolean keepsNoLog,
        boolean trustworthy,
        boolean broker,
        Optional<String> dataPath,
        Optional<String> logPath) {
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("server", server);
        databaseId.ifPresent(id -> texts.put("databaseId", id.toString()));
        created.ifPresent(at -> texts.put("created", at.toString()));
        stopAt.ifPresent(at -> texts.put("stopAt", at.toString()));
        texts.put("heldAnyhow", Boolean.toString(heldAnyhow));
        texts.put("branch", branch.toString());
        texts.put("restoresBefore", Long.toString(restoresBefore));
        lastLogBackup.ifPresent(lsn -> texts.put("lastLogBackup", text(lsn)));
        fork.ifPresent(id -> texts.put("fork", id.toString()));
        texts.put("access", access);
        texts.put("keepsNoLog", Boolean.toString(keepsNoLog));
        texts.put("trustworthy", Boolean.toString(trustworthy));
        texts.put("broker", Boolean.toString(broker));
        dataPath.ifPresent(path -> texts.put("dataPath", path));
        logPath.ifPresent(path -> texts.put("logPath", path));
        return texts;
    }

    /** @throws IllegalArgumentException if another provider has made the plan */
    static PlanDetails of(RecoveryPlan plan) {
        var texts = plan.details();
        if (!texts.containsKey("branch") || !texts.containsKey("restoresBefore")) {
            throw new IllegalArgumentException("This plan was not made for SQL Server: " + plan.request());
        }
        return new PlanDetails(
                required(texts, "server"),
                Optional.ofNullable(texts.get("databaseId")).map(Integer::valueOf),
                Optional.ofNullable(texts.get("created")).map(LocalDateTime::parse),
                Optional.ofNullable(texts.get("stopAt")).map(LocalDateTime::parse),
                Boolean.parseBoolean(texts.get("heldAnyhow")),
                UUID.fromString(required(texts, "branch")),
                Long.parseLong(required(texts, "restoresBefore")),
                Optional.ofNullable(texts.get("lastLogBackup")).map(PlanDetails::lsn),
                Optional.ofNullable(texts.get("fork")).map(UUID::fromString),
                required(texts, "access"),
                Boolean.parseBoolean(texts.get("keepsNoLog")),
                Boolean.parseBoolean(texts.get("trustworthy")),
                Boolean.parseBoolean(texts.get("broker")),
                Optional.ofNullable(texts.get("dataPath")),
                Optional.ofNullable(texts.get("logPath")));
    }

    /** Whether it is the database that the plan was made for, and not another one of its name. */
    boolean isOf(ServerDatabase database) {
        return databaseId.equals(Optional.of(database.id())) && created.equals(database.created());
    }

    private static String required(Map<String, String> texts, String key) {
        var text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("The plan lacks its detail " + key);
        }
        return text;
    }

    static RecoverySource source(Step step) {
        return source(step.set(), step.reach());
    }

    /** A backup set as others see it, and what is needed of it after a crash. */
    static RecoverySource source(BackupSet set, Reach reach) {
        var texts = new HashMap<String, String>();
        texts.put("reach", reach.name());
        texts.put("firstLsn", text(set.log().first()));
        texts.put("lastLsn", text(set.log().last()));
        texts.put("checksums", Boolean.toString(set.traits().checksums()));
        texts.put("startedAt", set.startedAt().toLocalDateTime().toString());
        if (set.traits().damaged()) {
            texts.put("damaged", "true");
        }
        return new RecoverySource(
                set.id().toString(),
                set.kind(),
                set.media().files(),
                set.media().position(),
                set.finishedAt().toInstant(),
                texts);
    }

    static Reach reach(RecoverySource source) {
        return Reach.valueOf(required(source.details(), "reach"));
    }

    static Lsn first(RecoverySource source) {
        return lsn(required(source.details(), "firstLsn"));
    }

    static Lsn last(RecoverySource source) {
        return lsn(required(source.details(), "lastLsn"));
    }

    static boolean hasChecksums(RecoverySource source) {
        return Boolean.parseBoolean(source.details().get("checksums"));
    }

    /** When it was begun, by the clock of the server that made it; a plan of before does not know. */
    static Optional<LocalDateTime> startedAt(RecoverySource source) {
        return Optional.ofNullable(source.details().get("startedAt")).map(LocalDateTime::parse);
    }

    /** Whether it was made in spite of errors, and is restored only in spite of them: an end of a log that nothing else holds. */
    static boolean isDamaged(RecoverySource source) {
        return Boolean.parseBoolean(source.details().get("damaged"));
    }

    private static String text(Lsn lsn) {
        return lsn.toString();
    }

    private static Lsn lsn(String text) {
        return Lsn.of(new BigDecimal(text));
    }
}
