package io.emrops.core.journal;

import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the files of a store.
 *
 * @param directory the directory of the store
 */
record StoreFiles(Path directory) {
    /** Numbers have at least eight digits. */
    private static final long DIGITS = 100_000_000;

    private static final Pattern SEGMENT = Pattern.compile("journal-(\\d{8,18})\\.seg");

    Path lock() {
        return directory.resolve("store.lock");
    }

    Path index() {
        return directory.resolve("index");
    }

    Path inbox() {
        return directory.resolve("inbox");
    }

    /** The segment made ahead, as long as it has no number. */
    Path prepared() {
        return directory.resolve("journal-next.tmp");
    }

    Path segment(long number) {
        return directory.resolve(
                "journal-" + (number < DIGITS ? Long.toString(DIGITS + number).substring(1) : number) + ".seg");
    }

    /**
     * How many segments there are; they are numbered from 1.
     *
     * @throws StoreException {@code CORRUPT} if one is missing
     */
    long segments() throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = SEGMENT.matcher(file.getFileName().toString());
                if (name.matches()) {
                    numbers.add(Long.valueOf(name.group(1)));
                }
            }
        }
        Collections.sort(numbers);
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) != i + 1) {
                throw new Damage(segment(i + 1L), 0, "the segment is missing");
            }
        }
        return numbers.size();
    }

    /**
     * Looks at the format version of every segment, and at nothing else.
     *
     * @throws StoreException {@code NEWER_FORMAT}
     */
    void requireKnownFormat() throws IOException {
        long segments = segments();
        for (long segment = segments; segment >= 1; segment--) {
            SegmentHeader.requireKnownFormat(segment(segment));
        }
    }

    StoreException notFound() {
        return new StoreException(Problem.NOT_FOUND, directory + " holds no store of runs");
    }
}
