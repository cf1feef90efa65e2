package io.emrops.core.database;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.core.storage.PrivateFiles;
import io.emrops.database.SecretDelivery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * Delivers one-time secrets to files that only the user of this process can read, from the moment they exist, one for each purpose. A file has two
 * lines: what it is for, and the secret. Whoever has used the secret deletes the file.
 *
 * <pre>{@code
 * var secrets = SecretFile.in(Path.of("/root/secrets"));
 * rb.step("admin", "Make the first administrator", Databases.firstAdministrator(admin, "EMRNext", "emr_admin", secrets))
 *         .inDoubt(probe());
 * rb.step("secret", "Make a secret for the application's administrator", Databases.oneTimeSecret("scheduler/admin", secrets))
 *         .inDoubt(rerun());
 * rb.step("create-admin", "Create the administrator", Commands.run("npm", "run", "db:create-admin").input(secrets.secret("scheduler/admin")))
 *         .nothingToUndo("…");
 * }</pre>
 */
public final class SecretFile implements SecretDelivery {
    private final Path directory;

    private SecretFile(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** In this directory, which is made if it is missing, so that only this user can read it. */
    public static SecretFile in(Path directory) {
        return new SecretFile(Objects.requireNonNull(directory, "directory"));
    }

    /** The file for a purpose; it need not be there. */
    public Path file(String purpose) {
        requireLine(purpose);
        return directory.resolve(purpose.replaceAll("[^A-Za-z0-9_.-]", "_") + ".secret");
    }

    /** @throws PreconditionFailedException if there is a file of that name for something else; it is left as it is */
    @Override
    public void deliver(String purpose, Secret secret) throws IOException {
        var file = file(purpose);
        if (Files.exists(file) && !isFor(purpose, file)) {
            throw new PreconditionFailedException("The file " + file + " is there, and is not for " + purpose);
        }
        PrivateFiles.ensureDirectory(directory);
        var lines = new byte[1][];
        secret.use(value -> lines[0] = lines(purpose, value));
        try {
            PrivateFiles.replace(file, lines[0]);
        } finally {
            Arrays.fill(lines[0], (byte) 0);
        }
    }

    private static byte[] lines(String purpose, char[] value) {
        var text = CharBuffer.allocate(purpose.length() + value.length + 2);
        text.put(purpose).put('\n').put(value).put('\n').flip();
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        var exact = new byte[bytes.remaining()];
        bytes.get(exact);
        Arrays.fill(text.array(), '\0');
        Arrays.fill(bytes.array(), (byte) 0);
        return exact;
    }

    /** Deletes the file, if it is for this purpose. */
    @Override
    public void withdraw(String purpose) throws IOException {
        var file = file(purpose);
        if (isFor(purpose, file)) {
            Files.deleteIfExists(file);
            PrivateFiles.forceDirectory(directory);
        }
    }

    /**
     * What was delivered for a purpose, read each time it is used.
     *
     * @throws PreconditionFailedException when it is used, if there is no such file
     */
    public Secret secret(String purpose) {
        var file = file(purpose);
        return Secret.from(() -> read(purpose, file));
    }

    private static char[] read(String purpose, Path file) {
        try {
            var lines = Files.readAllLines(file);
            if (lines.size() == 2 && lines.get(0).equals(purpose)) {
                return lines.get(1).toCharArray();
            }
        } catch (IOException e) {
            throw new PreconditionFailedException("The file " + file + " with the secret for " + purpose
                    + " is not there, or cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        throw new PreconditionFailedException("The file " + file + " is not for " + purpose);
    }

    private static boolean isFor(String purpose, Path file) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            return purpose.equals(lines.readLine());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void requireLine(String purpose) {
        if (purpose.isBlank() || purpose.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A purpose is a line of text");
        }
    }

    @Override
    public String describe() {
        return "a file in " + directory;
    }
}
