package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.database.Database;
import io.emrops.database.Databases;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import io.emrops.notice.Notice;
import io.emrops.notice.Notices;
import io.emrops.notice.Notifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsOfTheApiTest {
    private final BackupProvider sql = Handmade.untouchable(BackupProvider.class);
    private final Deployer compose = Handmade.untouchable(Deployer.class);
    private final Database database = Handmade.untouchable(Database.class);
    private final Notifier mail = Handmade.untouchable(Notifier.class);

    @Test
    void describing_a_step_or_a_check_used_to_ask_the_target_who_it_is() {
        var described = new ArrayList<String>();

        Runbook.define("all", "All operations", rb -> {
            var version = rb.param("version", String.class);
            for (Operation<?> operation : List.of(
                    Backups.full(sql, "EMRNext"),
                    Deployments.pull(compose, "2.1.0"),
                    Deployments.pull(compose, version),
                    Deployments.rollOut(compose, "2.1.0"),
                    Deployments.rollOut(compose, version),
                    Deployments.restart(compose, "api"),
                    Notices.send(mail, new Notice("stakeholders", "Maintenance begins", "")))) {
                described.add(operation.describe());
            }
            described.add(Deployments.allServicesWell(compose).describe());
            described.add(
                    Databases.answersWithin(database, Duration.ofMillis(500)).describe());
            var backup = rb.step("backup", "Back up", Backups.full(sql, "EMRNext"));
            described.add(Backups.readsBack(sql, backup).describe());
            described.add(Backups.verifiedFullBackupWithin(sql, "EMRNext", Duration.ofHours(36))
                    .describe());
        });

        assertThat(described)
                .containsExactly(
                        "Full backup of EMRNext",
                        "Fetch version 2.1.0 without touching what runs",
                        "Fetch version {version} without touching what runs",
                        "Roll out version 2.1.0",
                        "Roll out version {version}",
                        "Restart service api",
                        "Tell stakeholders: Maintenance begins",
                        "All services run and are well",
                        "The database answers within 500 ms",
                        "The backup can be read back and is whole",
                        "There is a verified full backup of EMRNext not older than 1 d 12 h");
    }
}
