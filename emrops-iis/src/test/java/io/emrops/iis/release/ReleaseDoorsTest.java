package io.emrops.iis.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.iis.WebConfig;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedWindows;
import io.emrops.windows.PowerShellHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A release through each of the three ways to a host, with a package that takes several chunks. */
final class ReleaseDoorsTest {
    private static final String PASSWORD = "Passw0rd!";
    private static final int LARGE = 5 << 20;

    @TempDir
    Path directory;

    private ScriptedWindowsHost scripted;
    private SimulatedWindows windows;

    enum Way {
        LOCAL,
        SSH,
        WINRM
    }

    @BeforeEach
    void start() {
        scripted = ScriptedWindowsHost.builder()
                .user("ops", PASSWORD)
                .winRm()
                .ssh()
                .start();
        windows = SimulatedWindows.behind(scripted);
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    private PowerShellHost open(Way way) throws Exception {
        var secret = Secret.of(PASSWORD.toCharArray());
        return switch (way) {
            case LOCAL ->
                PowerShellHost.local()
                        .program(scripted.standIn(directory).toString())
                        .build();
            case SSH ->
                PowerShellHost.ssh("127.0.0.1")
                        .port(scripted.sshPort())
                        .knownHosts(Files.writeString(directory.resolve("known_hosts"), scripted.knownHost() + "\n"))
                        .login("ops", secret)
                        .build();
            case WINRM ->
                PowerShellHost.winRm("localhost")
                        .port(scripted.winRm().getPort())
                        .login("ops", secret)
                        .trusting(scripted.certificate().clientContext())
                        .build();
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_release_is_stored_looked_at_remembered_and_pruned(Way way) throws Exception {
        var source = Files.createDirectories(directory.resolve("package"));
        Files.writeString(source.resolve("web.config"), "<configuration/>");
        Files.writeString(source.resolve("'\u2018\u2019\u201a\u201b;$(x)`.js"), "hostile");
        var large = new byte[LARGE];
        new Random(7).nextBytes(large);
        Files.write(source.resolve("large.bin"), large);
        var pack = ReleasePackage.of(source, WebConfig.unchanged().appSetting("Region", "EU"));

        try (var host = open(way)) {
            var folders = new ReleaseFolders(host, "D:\\apps\\$(x);`'\u2018");
            var stored = folders.store("2.1.0", pack, Progress.none());
            var current = new RememberedRelease(
                    "2.1.0", stored.folder(), stored.digest(), "run/deploy#1", Map.of("a", "\u2019"), Instant.EPOCH);
            folders.remember(current);

            assertThat(stored.stored()).isTrue();
            assertThat(folders.look(stored.folder()))
                    .hasValueSatisfying(it -> assertThat(it.whole()).isTrue());
            assertThat(folders.list()).extracting(StoredRelease::folder).containsExactly(stored.folder());
            assertThat(folders.remembered(stored.folder())).contains(current);
            assertThat(folders.prune(1, Set.of())).isEmpty();
            assertThat(windows.files().read(stored.folder() + "\\large.bin")).contains(large);
        }
        scripted.requireAllScripted();
        assertThat(scripted.shells()).isZero();
    }
}
