package io.emrops.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.Progress;
import io.emrops.Secret;
import io.emrops.certificate.CertificateOrder;
import io.emrops.certificate.CertificateStore;
import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyKind;
import io.emrops.certificate.KeyState;
import io.emrops.certificates.file.KeyStoreFile;
import io.emrops.certificates.file.PemFiles;
import io.emrops.certificates.file.PemFolder;
import io.emrops.certificates.issuer.InternalAuthority;
import io.emrops.certificates.issuer.SelfSigned;
import io.emrops.certificates.issuer.SigningRequests;
import io.emrops.certificates.x509.PemContent;
import io.emrops.testkit.RequiresEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write is read by others, and what others write by us. */
@RequiresEngine("openssl")
class OtherToolsIT {
    private static final CertificateOrder ORDER = CertificateOrder.of("emr.example", "10.0.1.10", "*.ward.example");
    private static final Progress QUIET = (done, total, unit) -> {};
    private static final String WORD = "changeit-changeit";
    private static final Secret PASSWORD = Secret.of(WORD.toCharArray());

    @TempDir
    Path folder;

    private String run(String... command) throws Exception {
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private String openssl(String arguments) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments.split(" ")));
        return run(command.toArray(new String[0]));
    }

    private String keytool(String arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(arguments.split(" ")));
        return run(command.toArray(new String[0]));
    }

    private static void put(CertificateStore store, KeyKind kind) throws Exception {
        store.stage("change", SelfSigned.issuer().issue(ORDER.with(kind), QUIET));
        store.activate("change");
        store.finish("change");
    }

    private static FoundCertificate sound(CertificateStore store) throws Exception {
        var found = store.inPlace().orElseThrow();
        assertThat(found.faults()).isEmpty();
        assertThat(found.key()).isEqualTo(KeyState.MATCHES);
        return found;
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void openssl_reads_our_pem(KeyKind kind) throws Exception {
        var store = PemFiles.at(folder.resolve("emr.crt"), folder.resolve("emr.key"));
        put(store, kind);

        var facts = sound(store).certificate().orElseThrow();
        assertThat(facts.key().toString()).isEqualTo(kind.toString().replace("P-", ""));
        assertThat(openssl("x509 -in emr.crt -noout -text"))
                .contains(
                        "DNS:emr.example",
                        "IP Address:10.0.1.10",
                        "DNS:*.ward.example",
                        "TLS Web Server Authentication");
        assertThat(openssl("x509 -in emr.crt -noout -serial").strip().toLowerCase())
                .isEqualTo("serial=" + facts.serial());
        assertThat(openssl("x509 -in emr.crt -noout -pubkey")).isEqualTo(openssl("pkey -in emr.key -pubout"));
        openssl("verify -CAfile emr.crt -x509_strict emr.crt");
    }

    @Test
    void openssl_opens_our_locked_key() throws Exception {
        put(PemFiles.at(folder.resolve("emr.crt"), folder.resolve("emr.key"), PASSWORD), KeyKind.RSA_2048);

        assertThat(Files.readString(folder.resolve("emr.key"))).contains("BEGIN ENCRYPTED PRIVATE KEY");
        assertThat(openssl("x509 -in emr.crt -noout -pubkey"))
                .isEqualTo(openssl("pkey -in emr.key -pubout -passin pass:" + WORD));
        sound(PemFiles.at(folder.resolve("emr.crt"), folder.resolve("emr.key"), PASSWORD));
        assertThat(PemFiles.at(folder.resolve("emr.crt"), folder.resolve("emr.key"))
                        .inPlace()
                        .orElseThrow()
                        .key())
                .isEqualTo(KeyState.LOCKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ed25519"})
    void we_read_what_openssl_makes_and_their_key_stores(String key) throws Exception {
        openssl(
                "req -x509 -newkey " + key
                        + " -nodes -keyout their.key -out their.crt -days 30 -subj /CN=emr.example -addext subjectAltName=DNS:emr.example");

        sound(PemFiles.at(folder.resolve("their.crt"), folder.resolve("their.key")));
        for (var form : List.of("", " -legacy", " -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1")) {
            openssl("pkcs12 -export -in their.crt -inkey their.key -name emr -out their.p12 -passout pass:" + WORD
                    + form);
            var facts =
                    sound(KeyStoreFile.at(folder.resolve("their.p12"), PASSWORD).alias("emr"));
            assertThat(facts.certificate().orElseThrow().isFor("emr.example")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v2 aes-256-cbc -v2prf hmacWithSHA256", "-v2 des3", "-v1 PBE-SHA1-3DES", "-scrypt"})
    void we_open_keys_that_openssl_has_locked(String how) throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout their.key -out their.crt -days 30 -subj /CN=emr.example");
        openssl("pkcs8 -topk8 -in their.key -out locked.key -passout pass:" + WORD + " " + how);

        sound(PemFiles.at(folder.resolve("their.crt"), folder.resolve("locked.key"), PASSWORD));
        assertThat(PemFiles.at(
                                folder.resolve("their.crt"),
                                folder.resolve("locked.key"),
                                Secret.of("not that one".toCharArray()))
                        .inPlace()
                        .orElseThrow()
                        .key())
                .isEqualTo(KeyState.LOCKED);
    }

    @Test
    void we_read_old_forms_of_keys_and_text_around_them_with_any_line_ends() throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout their.key -out their.crt -days 30 -subj /CN=emr.example");
        openssl("rsa -in their.key -traditional -out old.key");
        openssl("rsa -in their.key -traditional -aes128 -passout pass:" + WORD + " -out locked.key");
        openssl("ecparam -name prime256v1 -genkey -out ec.key");
        openssl("req -x509 -key ec.key -out ec.crt -days 30 -subj /CN=emr.example");
        Files.writeString(
                folder.resolve("windows.pem"),
                ("Bag Attributes\n  friendlyName: Kr\u00e4mer\n\n" + Files.readString(folder.resolve("their.crt"))
                                + "\nsubject=x\n" + Files.readString(folder.resolve("old.key")))
                        .replace("\n", "\r\n"),
                StandardCharsets.ISO_8859_1);

        sound(PemFiles.at(folder.resolve("their.crt"), folder.resolve("old.key")));
        sound(PemFiles.at(folder.resolve("their.crt"), folder.resolve("locked.key"), PASSWORD));
        sound(PemFiles.at(folder.resolve("ec.crt"), folder.resolve("ec.key")));
        sound(PemFiles.combined(folder.resolve("windows.pem")));
        openssl("x509 -in their.crt -outform DER -out their.cer");
        assertThat(PemFolder.at(folder).certificates())
                .extracting(FoundCertificate::place)
                .map(place -> Path.of(place).getFileName().toString())
                .containsExactly("ec.crt", "their.cer", "their.crt", "windows.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void keytool_and_we_read_each_other_and_other_entries_stay(String form) throws Exception {
        keytool("-genkeypair -keystore their.ks -storetype " + form
                + " -alias server -keyalg RSA -keysize 2048 -dname CN=emr.example -ext san=dns:emr.example -validity 30 -storepass "
                + WORD + " -keypass " + WORD);
        keytool("-genkeypair -keystore their.ks -alias other -keyalg EC -dname CN=other -validity 30 -storepass " + WORD
                + " -keypass " + WORD);
        var store = KeyStoreFile.at(folder.resolve("their.ks"), PASSWORD).alias("server");
        sound(store);

        put(store, KeyKind.EC_P384);

        var facts = sound(store).certificate().orElseThrow();
        var listed = keytool("-list -v -keystore their.ks -storepass " + WORD);
        assertThat(listed).contains("Alias name: other", "Alias name: server", "contains 2 entries");
        assertThat(listed.toLowerCase()).contains("serial number: " + facts.serial());
        if (form.equals("PKCS12")) {
            assertThat(openssl("pkcs12 -in their.ks -nokeys -passin pass:" + WORD))
                    .contains("friendlyName: server");
        }
    }

    @Test
    void an_authority_of_openssl_signs_our_request() throws Exception {
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 300 -subj /CN=Hospital -addext keyUsage=critical,keyCertSign,cRLSign -addext subjectKeyIdentifier=0102030405060708 -addext authorityKeyIdentifier=none");
        var requests = SigningRequests.in(folder.resolve("requests"), PASSWORD);
        Files.writeString(
                folder.resolve("extensions"), "subjectAltName=DNS:emr.example,DNS:*.ward.example,IP:10.0.1.10\n");
        Runs.of(requests.create("emr", ORDER));
        assertThat(openssl("req -in requests/emr.csr -noout -text -verify"))
                .contains("DNS:emr.example", "IP Address:10.0.1.10");
        openssl(
                "x509 -req -in requests/emr.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 60 -extfile extensions -out signed.crt");
        // The authority's first: who signs sends them in any order.
        Files.writeString(
                folder.resolve("requests/emr.crt"),
                Files.readString(folder.resolve("ca.crt")) + Files.readString(folder.resolve("signed.crt")));

        var brought = requests.brought("emr").issue(ORDER, QUIET);

        assertThat(brought.chain()).hasSize(1);
        assertThat(brought.facts().issuer()).isEqualTo("CN=Hospital");
        assertThat(Examinations.usual().faults(brought, ORDER)).isEmpty();
    }

    @Test
    void openssl_follows_the_chain_of_our_authority_and_we_its_list_of_revoked_ones() throws Exception {
        openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 300 -subj /CN=Hospital -addext keyUsage=critical,keyCertSign,cRLSign -addext subjectKeyIdentifier=0102030405060708 -addext authorityKeyIdentifier=none");
        openssl("pkcs12 -export -in ca.crt -inkey ca.key -name issuing -out ca.p12 -passout pass:" + WORD);
        var authority = InternalAuthority.in(folder.resolve("ca.p12"), PASSWORD, "issuing");
        var issued = authority.issue(ORDER, QUIET);
        Files.writeString(folder.resolve("issued.crt"), io.emrops.certificates.x509.Encodings.pem(issued.chain()));
        openssl("verify -x509_strict -CAfile ca.crt issued.crt");

        Files.writeString(folder.resolve("ca.conf"), """
                [ca]
                default_ca = it
                [it]
                database = %1$s/index
                default_md = sha256
                default_crl_days = 10
                """.formatted(folder));
        Files.writeString(folder.resolve("index"), "");
        var list = RevocationList.in(folder.resolve("list.pem"));
        var trusted = PemContent.read(Files.readAllBytes(folder.resolve("ca.crt")), Optional.empty())
                .certificates();
        openssl("ca -config ca.conf -gencrl -keyfile ca.key -cert ca.crt -out list.pem");
        assertThat(list.against(issued.chain(), trusted, Instant.now())).isEmpty();
        openssl("ca -config ca.conf -revoke issued.crt -keyfile ca.key -cert ca.crt");
        openssl("ca -config ca.conf -gencrl -keyfile ca.key -cert ca.crt -out list.pem");

        assertThat(list.against(issued.chain(), trusted, Instant.now())).contains("the certificate was revoked");
        assertThat(list.against(issued.chain(), trusted, Instant.now().plusSeconds(11 * 86_400)))
                .singleElement()
                .asString()
                .contains("out of date");
        assertThat(Examinations.trusting(trusted, list).faults(issued, ORDER))
                .containsExactly("the certificate was revoked");
    }
}
