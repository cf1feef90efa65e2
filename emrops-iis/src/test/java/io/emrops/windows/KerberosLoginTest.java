package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.emrops.PreconditionFailedException;
import io.emrops.testkit.Canary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KerberosLoginTest {
    private final KerberosLogin login = KerberosLogin.byTicketCache(Path.of("cache"));

    @Test
    void a_service_is_named_after_the_host_or_as_is_said() {
        assertThat(login.serviceOn("app01.hospital.example").principal()).isEqualTo("HTTP/app01.hospital.example");
        assertThat(login.service("WSMAN/app01@HOSPITAL.EXAMPLE")
                        .serviceOn("10.0.0.1")
                        .principal())
                .isEqualTo("WSMAN/app01@HOSPITAL.EXAMPLE");
    }

    @Test
    void no_service_is_named_after_an_address() {
        for (var address : List.of("10.0.0.1", "::1", "fe80::1")) {
            assertThatIllegalStateException()
                    .as(address)
                    .isThrownBy(() -> PowerShellHost.winRm(address).login(login))
                    .withMessageContaining("by name");
        }
    }

    @Test
    void names_that_are_none_are_refused() {
        for (var name :
                List.of("", "HTTP", "HTTP/", "/app01", "HTTP/app 01", "HTTP/a/b", "HTTP/a@", "HTTP/a@B@C", "HTTP@a")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> login.service(name));
        }
        for (var name : List.of("", " ", "a\nb")) {
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() ->
                            KerberosLogin.byPassword(name, Canary.generate().secret()));
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> KerberosLogin.byKeytab(name, Path.of("keytab")));
        }
    }

    @Test
    void a_file_that_is_not_there_is_told_before_anybody_is_asked(@TempDir Path here) {
        for (var missing : List.of(
                KerberosLogin.byTicketCache(here.resolve("none")),
                KerberosLogin.byKeytab("ops@HOSPITAL.EXAMPLE", here.resolve("none")))) {
            try (var host =
                    PowerShellHost.winRm("localhost").port(1).login(missing).build()) {
                assertThatExceptionOfType(PreconditionFailedException.class)
                        .isThrownBy(host::identity)
                        .withMessageContaining("no Kerberos ticket for the user")
                        .withMessageContaining("nothing was done");
            }
        }
    }
}
