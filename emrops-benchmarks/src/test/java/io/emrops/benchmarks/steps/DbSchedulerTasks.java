package io.emrops.benchmarks.steps;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;

/** db-scheduler: a task for each step, all of them stored in one go, done by one thread, removed one by one. */
final class DbSchedulerTasks implements Contestant {
    private static final String TABLE = """
            create table scheduled_tasks (
              task_name varchar(100) not null,
              task_instance varchar(100) not null,
              task_data blob,
              execution_time timestamp with time zone not null,
              picked boolean not null,
              picked_by varchar(50),
              last_success timestamp with time zone,
              last_failure timestamp with time zone,
              consecutive_failures int,
              last_heartbeat timestamp with time zone,
              version bigint not null,
              priority smallint,
              primary key (task_name, task_instance));
            create index execution_time on scheduled_tasks (execution_time)""";

    private final Work work = new Work();
    private final Semaphore completed = new Semaphore(0);
    private final OneTimeTask<Void> task = Tasks.oneTime("step").execute((instance, context) -> work.step());
    private final int steps;
    private final JdbcConnectionPool database;
    private final Scheduler scheduler;

    DbSchedulerTasks(JdbcConnectionPool database, int steps) throws SQLException {
        this.steps = steps;
        this.database = database;
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        this.scheduler = Scheduler.create(database, task)
                .threads(1)
                .pollingInterval(Duration.ofMillis(10))
                .pollUsingFetch(1, 100)
                .addSchedulerListener(new AbstractSchedulerListener() {
                    @Override
                    public void onExecutionComplete(ExecutionComplete execution) {
                        completed.release();
                    }
                })
                .build();
        scheduler.start();
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public void run() throws Exception {
        work.expecting(steps, () -> {
            scheduler.scheduleBatch(
                    IntStream.range(0, steps).<TaskInstance<?>>mapToObj(i -> task.instance("s" + i)), Instant.now());
            return completed.tryAcquire(steps, 2, TimeUnit.MINUTES);
        });
        if (!scheduler.getScheduledExecutions().isEmpty()) {
            throw new IllegalStateException("Tasks are left over");
        }
    }

    @Override
    public void close() throws SQLException {
        scheduler.stop();
        H2.close(database);
    }
}
