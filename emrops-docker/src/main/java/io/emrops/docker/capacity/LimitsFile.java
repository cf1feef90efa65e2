package io.emrops.docker.capacity;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file in which limits are kept, replaced in one step: whoever reads it sees all of the old or all of the new content. */
record LimitsFile(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(LimitsFile.class);

    /** Whatever is journalled for an undo is small. */
    private static final int LONGEST = 64 << 10;

    /** Its content; empty if there is no such file. */
    Optional<String> content() {
        try {
            var bytes = Files.readAllBytes(path);
            if (bytes.length > LONGEST) {
                throw new PreconditionFailedException(path + " is too long to be one that limits are kept in");
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new PreconditionFailedException(path + " is not in UTF-8");
        } catch (IOException e) {
            throw new PreconditionFailedException(path + " cannot be read", e);
        }
    }

    /**
     * Replaces the content, on the disk when this returns.
     *
     * @param seen what it is to be replaced instead of
     * @param content empty to have no such file
     * @throws StepFailedException if somebody else has changed it meanwhile, or it cannot be written; it is as it was
     */
    void replace(Optional<String> seen, Optional<String> content) {
        if (seen.equals(content)) {
            return;
        }
        @Nullable Path draft = null;
        try {
            // Somebody may have put a link in its place.
            var place = Files.exists(path) ? path.toRealPath() : path;
            if (content.isPresent()) {
                draft = draft(place);
                write(draft, place, content.get());
            }
            if (!content().equals(seen)) {
                throw new StepFailedException(
                        "Somebody else has changed " + path + " at this moment; it was left alone");
            }
            if (draft != null) {
                Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(path);
            }
            force(Objects.requireNonNull(place.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new StepFailedException(path + " cannot be written; it was left alone", e);
        } finally {
            if (draft != null) {
                discard(draft);
            }
        }
    }

    /** Another each time: two processes that shared one could put half of it in place. */
    private static Path draft(Path place) {
        return place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID() + ".draft");
    }

    /** That the name stands for the new content is on the disk too. Windows has no such thing, and not every file system. */
    private static void force(Path directory) {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be forced to the disk", directory);
        }
    }

    private static void write(Path draft, Path place, String content) throws IOException {
        try (var channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        var view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        if (view != null) {
            // Whoever may read the project's files has to be able to read this one.
            view.setPermissions(
                    Files.exists(place)
                            ? Files.getPosixFilePermissions(place)
                            : PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // It is in nobody's way.
        }
    }

    /** Its name alone. */
    String name() {
        return Objects.requireNonNull(path.getFileName()).toString();
    }
}
