package io.emrops.sqlserver;

import io.emrops.Finding;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.recovery.Recovered;
import io.emrops.recovery.RecoveryPlan;
import io.emrops.recovery.RecoveryProvider;
import io.emrops.recovery.RecoveryRequest;
import io.emrops.recovery.RecoveryState;
import io.emrops.recovery.Secured;
import io.emrops.sqlserver.restore.Recovery;
import io.emrops.sqlserver.restore.RecoverySettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings databases of one SQL Server back to a moment.
 *
 * <pre>{@code
 * var recovery = sql.recovery()
 *         .tailsIn("D:\\Backup\\tails")
 *         .zone(ZoneId.of("America/New_York"))
 *         .build();
 * var plan = recovery.plan(RecoveryRequest.inPlace("EMRNext", moment));
 * }</pre>
 *
 * <p>What is restored is planned from msdb, and each file of the plan is looked at before anything is touched. The database is closed and the end
 * of its log backed up before anything is restored over it. Every restore of a log is told the same moment to stop at. How far a
 * recovery has come is asked of the server ("restorehistory", "sys.master_files"), never remembered. A second recovery of the same
 * database is kept out by an application lock.
 */
public final class SqlServerRecovery implements RecoveryProvider {
    private final SqlServer server;
    private final Recovery recovery;

    private SqlServerRecovery(Builder from) {
        server = from.server;
        recovery = new Recovery(
                server.sessions(),
                server::factsNow,
                new RecoverySettings(from.tailDirectory, from.zone, from.headersRead, from.attempts, from.pause));
    }

    /** How recoveries are carried out. */
    public static final class Builder {
        private final SqlServer server;
        private Optional<String> tailDirectory = Optional.empty();
        private Optional<ZoneId> zone = Optional.empty();
        private boolean headersRead = true;
        private int attempts = 5;
        private Duration pause = Duration.ofSeconds(2);

        Builder(SqlServer server) {
            this.server = server;
        }

        /** A directory on the server's machine for backups of the ends of logs; the server's own for backups if nobody says otherwise. */
        public Builder tailsIn(String directory) {
            tailDirectory = Optional.of(directory);
            return this;
        }

        /**
         * The time zone that the server's clock has shown since the oldest backup that matters. SQL Server is told where to stop by local
         * time; without its zone, moments near a change of the clock are refused.
         */
        public Builder zone(ZoneId newZone) {
            zone = Optional.of(newZone);
            return this;
        }

        /** Believes the history in msdb without looking at the files: quicker, and a plan may fail half-way. */
        public Builder headersNotRead() {
            headersRead = false;
            return this;
        }

        /** How often something is tried that somebody is in the way of, and how long is waited in between; 5 times, 2 seconds. */
        public Builder attempts(int most, Duration newPause) {
            attempts = most;
            pause = Objects.requireNonNull(newPause, "newPause");
            return this;
        }

        /** Asks nothing yet. */
        public SqlServerRecovery build() {
            return new SqlServerRecovery(this);
        }
    }

    @Override
    public Target target() {
        return server.target();
    }

    @Override
    public RecoveryPlan plan(RecoveryRequest request) {
        return recovery.plan(request);
    }

    @Override
    public RecoveryState state(RecoveryPlan plan, Secured secured) {
        return recovery.state(plan, secured);
    }

    @Override
    public Secured secure(RecoveryPlan plan, String operationKey, Progress progress) throws InterruptedException {
        return recovery.secure(plan, operationKey, progress);
    }

    @Override
    public void release(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        recovery.release(plan, secured, progress);
    }

    @Override
    public void restore(RecoveryPlan plan, Secured secured, Progress progress) throws InterruptedException {
        recovery.restore(plan, secured, progress);
    }

    @Override
    public Recovered open(RecoveryPlan plan, Secured secured) throws InterruptedException {
        return recovery.open(plan, secured);
    }

    @Override
    public Finding checkIntegrity(String database, Progress progress) throws InterruptedException {
        return recovery.checkIntegrity(database);
    }

    @Override
    public List<String> preview(RecoveryPlan plan) {
        return recovery.preview(plan);
    }
}
