package io.emrops.flyway;

import io.emrops.Target;
import io.emrops.core.database.DataSourceDatabase;
import io.emrops.database.SchemaMigrations;
import io.emrops.testkit.SchemaMigrationsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real Flyway, on H2. */
@Timeout(120)
class FlywayMigrationsContractTest extends SchemaMigrationsContract {
    @TempDir
    private Path scripts;

    @Override
    protected SchemaMigrations migrations() {
        var name = "db_" + UUID.randomUUID().toString().substring(0, 8);
        var database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return FlywayMigrations.of(
                Flyway.configure()
                        .dataSource(database)
                        .locations("filesystem:" + scripts)
                        .load(),
                DataSourceDatabase.of(database, new Target("database", name, name)));
    }

    private Path script(String version, String description) {
        return scripts.resolve("V" + version + "__" + description.replace(' ', '_') + ".sql");
    }

    private static String table(String description) {
        return "CREATE TABLE " + description.replace(' ', '_') + " (id int PRIMARY KEY, name varchar(40));";
    }

    @Override
    protected void add(String version, String description) throws IOException {
        Files.writeString(script(version, description), table(description));
    }

    @Override
    protected void addFailing(String version, String description, String row) throws IOException {
        Files.writeString(
                script(version, description),
                table(description) + ("INSERT INTO " + description + " VALUES (1, '" + row + "');").repeat(2));
    }

    @Override
    protected void change(String version, String description) throws IOException {
        Files.writeString(script(version, description), table("other"));
    }

    @Override
    protected void forget(String version, String description) throws IOException {
        Files.delete(script(version, description));
    }
}
