package io.emrops.windows.certificate;

import static io.emrops.windows.certificate.CertificateScene.SITE;
import static io.emrops.windows.certificate.CertificateScene.intermediate;
import static io.emrops.windows.certificate.CertificateScene.signed;
import static io.emrops.windows.certificate.CertificateScene.thumbprint;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Secret;
import io.emrops.windows.certificate.CertificateScene.Way;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whichever way leads to the host, its certificates are the same. */
final class CertificateWaysTest {
    private static final char[] WORD = "Passw0rd-of-pfx".toCharArray();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void a_certificate_comes_is_bound_and_goes(Way way) throws Exception {
        var leaf = signed(intermediate(), "emrnext");
        try (var scene = new CertificateScene(directory, way)) {
            var store = scene.store;

            var imported = store.importPfx(leaf.pfx(WORD), Secret.of(WORD), ImportOptions.usual());
            store.bind(SITE, imported.thumbprint());

            var contents = store.contents();
            assertThat(contents.find(thumbprint(leaf)).orElseThrow().hasPrivateKey())
                    .isTrue();
            assertThat(contents.usersOf(thumbprint(leaf))).containsExactly("site emrnext, *:443:");
            store.bind(SITE, "", Optional.empty());
            assertThat(store.remove(thumbprint(leaf))).isTrue();
            assertThat(store.list()).isEmpty();
            scene.scripted.requireAllScripted();
            assertThat(scene.certificates.keys()).isZero();
        }
    }
}
