package io.emrops.windows;

import io.emrops.Secret;
import io.emrops.testkit.RequiresEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What every way to a host keeps to, by Kerberos: with MIT's KDC and Apache in front of a server of the tests. */
@RequiresEngine("kerberos")
final class KerberosContractIT extends PowerShellHostContract {
    @TempDir
    static Path ground;

    private static KerberosRealm realm;

    private LoopbackWinRm server;
    private ApacheFront apache;

    @BeforeAll
    static void open() throws Exception {
        Files.setPosixFilePermissions(ground, PosixFilePermissions.fromString("rwxr-xr-x"));
        realm = KerberosRealm.start(ground);
    }

    @AfterAll
    static void shut() throws Exception {
        realm.close();
    }

    @Override
    PowerShellHost open(StandInPowerShell powerShell) throws Exception {
        server = new LoopbackWinRm(powerShell, GoWinrmServer.USER, GoWinrmServer.PASSWORD);
        apache = ApacheFront.start(ground, realm.serviceKeytab(), server.port());
        return PowerShellHost.winRm("localhost")
                .port(apache.port())
                .login(KerberosLogin.byPassword(KerberosRealm.USER, Secret.of(KerberosRealm.PASSWORD.toCharArray())))
                .trusting(apache.trust())
                .rawErrors(words::add)
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        apache.close();
        server.close();
    }

    @Override
    String lastCommand() {
        return server.lastCommand;
    }
}
