package io.emrops.core.weblog;

import io.emrops.weblog.WebLogFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of logs, oldest first: by their names, and those that were named in another way by when they were written. */
final class LogFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

    /** As IIS names them, by hours, days, weeks, months or size. */
    private static final Predicate<String> NAMES = Pattern.compile(
                    "(u_)?ex(tend)?\\d{1,19}(_x)?\\.log", Pattern.CASE_INSENSITIVE)
            .asMatchPredicate();

    /** NTFS tells late that a file that is open was written to, and clocks differ. */
    private static final Duration LEEWAY = Duration.ofDays(1);

    /** Those by size are numbered without zeros before the number. */
    static final Comparator<String> ORDER = Comparator.<String, Boolean>comparing(LogFiles::isBySize)
            .thenComparing(name -> isBySize(name) ? name.length() : 0)
            .thenComparing(Comparator.naturalOrder());

    private final LogStore store;

    LogFiles(LogStore store) {
        this.store = store;
    }

    static boolean isLog(String name) {
        return NAMES.test(name);
    }

    private static boolean isBySize(String name) {
        return name.toLowerCase(Locale.ROOT).contains("tend");
    }

    private static String naming(WebLogFile file) {
        return naming(file.name());
    }

    /** The same for all files that one setting of the server names. */
    private static String naming(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll(isBySize(name) ? "\\d+" : "\\d", "0");
    }

    List<WebLogFile> all() throws IOException {
        return ordered(store.list());
    }

    /** When the server was set to name its files in another way, names alone tell no order. */
    private static List<WebLogFile> ordered(List<WebLogFile> files) {
        var byName = Comparator.comparing(WebLogFile::name, ORDER);
        var mixed = files.stream().map(LogFiles::naming).distinct().count() > 1;
        return files.stream()
                .sorted(mixed ? Comparator.comparing(WebLogFile::lastWrite).thenComparing(byName) : byName)
                .toList();
    }

    /** Those that may hold requests from this time on: not those that were last written to long before, but always the newest of each naming. */
    List<WebLogFile> since(Instant from) throws IOException {
        var all = all();
        var newest = new HashMap<String, WebLogFile>();
        all.forEach(file -> newest.merge(
                naming(file), file, (one, other) -> ORDER.compare(one.name(), other.name()) > 0 ? one : other));
        return all.stream()
                .filter(file -> newest.containsValue(file)
                        || !file.lastWrite().plus(LEEWAY).isBefore(from))
                .toList();
    }

    /** This file first, and all later ones; of those that are named in another way, the ones that were written to later. */
    List<WebLogFile> from(String name) throws IOException {
        var all = all();
        var own = all.stream().filter(file -> naming(file).equals(naming(name))).toList();
        var here = own.stream().filter(file -> file.name().equals(name)).findFirst();
        var reached = here.or(() -> own.stream().max(Comparator.comparing(WebLogFile::lastWrite)))
                .map(WebLogFile::lastWrite);
        var later = new ArrayList<WebLogFile>();
        here.ifPresent(later::add);
        for (var file : all) {
            var alike = reached.isEmpty() || own.contains(file);
            if (alike ? ORDER.compare(file.name(), name) > 0 : file.lastWrite().isAfter(reached.get())) {
                later.add(file);
            }
        }
        return later;
    }

    /** One that was deleted since it was listed, as old logs are, is none any more; the only one is missed. */
    static void passOver(LogStore store, String file, NoSuchFileException gone) throws NoSuchFileException {
        if (store.single()) {
            throw gone;
        }
        LOG.debug("{} was deleted while logs were read", file);
    }
}
