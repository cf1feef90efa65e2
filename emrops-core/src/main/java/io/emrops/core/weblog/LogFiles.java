package io.emrops.core.weblog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of logs, oldest first by their names. */
final class LogFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

    /** As IIS names them, by hours, days, weeks, months or size. */
    private static final Predicate<String> NAMES = Pattern.compile(
                    "(u_)?ex(tend)?\\d{1,19}(_x)?\\.log", Pattern.CASE_INSENSITIVE)
            .asMatchPredicate();

    /** NTFS tells late that a file that is open was written to, and clocks differ. */
    private static final Duration LEEWAY = Duration.ofDays(1);

    /** Those by size are numbered without zeros before the number. */
    static final Comparator<String> ORDER = Comparator.<String, Boolean>comparing(name -> name.contains("tend"))
            .thenComparing(name -> name.contains("tend") ? name.length() : 0)
            .thenComparing(Comparator.naturalOrder());

    private final Path place;

    /** @param place a directory, or a file */
    LogFiles(Path place) {
        this.place = place;
    }

    List<Path> all() throws IOException {
        if (Files.isRegularFile(place)) {
            return List.of(place);
        }
        try (var files = Files.list(place)) {
            return files.filter(file -> NAMES.test(name(file)) && Files.isRegularFile(file))
                    .sorted(Comparator.comparing(LogFiles::name, ORDER))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Those that may hold requests from this time on: not those that were last written to long before, but always the newest. */
    List<Path> since(Instant from) throws IOException {
        var files = new ArrayList<Path>();
        var all = all();
        for (var file : all) {
            var newest = file.equals(all.get(all.size() - 1));
            if (newest || isWrittenSince(file, from)) {
                files.add(file);
            }
        }
        return files;
    }

    private boolean isWrittenSince(Path file, Instant from) throws IOException {
        try {
            return !Files.getLastModifiedTime(file).toInstant().plus(LEEWAY).isBefore(from);
        } catch (NoSuchFileException e) {
            passOver(file, e);
            return false;
        }
    }

    /** One that was deleted since it was listed, as old logs are, is none any more; the only one is missed. */
    void passOver(Path file, NoSuchFileException gone) throws NoSuchFileException {
        if (file.equals(place)) {
            throw gone;
        }
        LOG.debug("{} was deleted while logs were read", file);
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
