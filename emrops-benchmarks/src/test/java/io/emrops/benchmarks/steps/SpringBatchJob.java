package io.emrops.benchmarks.steps;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.Job;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.Step;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.repeat.RepeatStatus;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Spring Batch: a job of steps with a tasklet each. */
final class SpringBatchJob implements Contestant {
    private final Work work = new Work();
    private final AtomicInteger runs = new AtomicInteger();
    private final int steps;
    private final JdbcConnectionPool database;
    private final TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
    private final Job job;

    SpringBatchJob(JdbcConnectionPool database, int steps) throws Exception {
        this.steps = steps;
        this.database = database;
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-h2.sql"))
                .execute(database);
        var transactions = new DataSourceTransactionManager(database);
        var factory = new JobRepositoryFactoryBean();
        factory.setDataSource(database);
        factory.setTransactionManager(transactions);
        factory.afterPropertiesSet();
        var repository = factory.getObject();
        launcher.setJobRepository(repository);
        launcher.afterPropertiesSet();
        var builder = new JobBuilder("steps", repository).start(step(0, repository, transactions));
        for (int i = 1; i < steps; i++) {
            builder.next(step(i, repository, transactions));
        }
        this.job = builder.build();
    }

    private Step step(int number, JobRepository repository, DataSourceTransactionManager transactions) {
        return new StepBuilder("s" + number, repository)
                .tasklet(
                        (contribution, context) -> {
                            work.step();
                            return RepeatStatus.FINISHED;
                        },
                        transactions)
                .build();
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public void run() throws Exception {
        var parameters = new JobParametersBuilder()
                .addLong("run", (long) runs.incrementAndGet())
                .toJobParameters();
        var execution = work.expecting(steps, () -> launcher.run(job, parameters));
        if (execution.getStatus() != BatchStatus.COMPLETED) {
            throw new IllegalStateException("The job ended otherwise: " + execution);
        }
    }

    @Override
    public void close() throws SQLException {
        H2.close(database);
    }
}
