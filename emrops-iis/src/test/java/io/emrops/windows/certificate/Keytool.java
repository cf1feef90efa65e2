package io.emrops.windows.certificate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK's tool, as administrators use it. */
final class Keytool {
    private Keytool() {}

    /** A key store with one self-signed certificate. */
    static byte[] store(Path directory, String password, String algorithm, String type, boolean legacy)
            throws Exception {
        var file = directory.resolve("made-" + algorithm + "-" + type + "-" + legacy);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-storetype",
                type,
                "-dname",
                "CN=emrnext",
                "-keystore",
                file.toString()));
        if (legacy) {
            command.add("-J-Dkeystore.pkcs12.legacy");
        }
        command.addAll(List.of("-storepass:env", "EMROPS_TEST_PASSWORD", "-keypass:env", "EMROPS_TEST_PASSWORD"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("EMROPS_TEST_PASSWORD", password);
        var process = builder.start();
        process.getOutputStream().close();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(printed);
        }
        return Files.readAllBytes(file);
    }
}
