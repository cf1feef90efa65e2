package io.emrops.sqlserver.backup;

import io.emrops.backup.Backup;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Names that are generated: of files, which are never used twice, and of scratch databases. Only of letters, digits, dots and dashes. */
final class Names {
    /** What all scratch databases begin with. */
    static final String SCRATCH_PREFIX = "emrops_restore_test_";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'");
    private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9.-]+");
    private static final Pattern SCRATCH = Pattern.compile(SCRATCH_PREFIX + "[A-Za-z0-9.-]{1,80}_[0-9a-f]{8}");
    private static final int SERVER = 40;
    private static final int DATABASE = 60;
    private static final int DATABASE_OF_SCRATCH = 80;

    private Names() {}

    static String moment(OffsetDateTime now) {
        return MOMENT.format(now.withOffsetSameInstant(ZoneOffset.UTC));
    }

    /** One for each stripe. */
    static List<String> files(
            String server, String database, Backup.Kind kind, String moment, String shortId, int stripes) {
        var stem = plain(server, SERVER) + "_" + plain(database, DATABASE) + "_" + word(kind) + "_" + moment + "_"
                + shortId;
        var ending = kind == Backup.Kind.LOG ? ".trn" : ".bak";
        return stripes == 1
                ? List.of(stem + ending)
                : IntStream.rangeClosed(1, stripes)
                        .mapToObj(stripe -> stem + "_" + stripe + ending)
                        .toList();
    }

    /** The same for the same operation, so that what an earlier call has left is found. */
    static String scratch(String database, OperationTag tag) {
        return SCRATCH_PREFIX + plain(database, DATABASE_OF_SCRATCH) + "_" + tag.shortId();
    }

    static boolean isScratch(String database) {
        return SCRATCH.matcher(database).matches();
    }

    private static String plain(String name, int atMost) {
        var plain = STRANGE.matcher(name).replaceAll("-");
        return plain.length() <= atMost ? plain : plain.substring(0, atMost);
    }

    private static String word(Backup.Kind kind) {
        return switch (kind) {
            case FULL -> "FULL";
            case DIFFERENTIAL -> "DIFF";
            case LOG -> "LOG";
        };
    }
}
