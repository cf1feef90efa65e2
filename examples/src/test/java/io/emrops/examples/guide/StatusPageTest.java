package io.emrops.examples.guide;

import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import io.emrops.testkit.NotifierContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

// tag::contract[]
final class StatusPageTest extends NotifierContract {
    @TempDir
    private Path directory;

    @Override
    protected Notifier notifier() {
        return new StatusPage(directory, Set.of(audience()));
    }

    @Override
    protected List<Notice> delivered(int atLeast) throws IOException {
        try (var files = Files.list(directory)) {
            return files.sorted(Comparator.comparing(StatusPageTest::age))
                    .map(StatusPageTest::read)
                    .toList();
        }
    }

    @Override
    protected boolean recognisesRepetitions() {
        return true;
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Notice read(Path file) {
        try {
            var parts = Files.readString(file).split("\n", 3);
            return new Notice(parts[0], parts[1], parts[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
// end::contract[]
