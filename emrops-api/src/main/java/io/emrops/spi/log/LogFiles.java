package io.emrops.spi.log;

import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.logs.LogCollection;
import io.emrops.logs.LogFile;
import io.emrops.logs.LogRequest;
import io.emrops.spi.file.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of one collection: those of the services, the merged one, the page of errors, and the summary, which has its name last. */
final class LogFiles implements AutoCloseable {
    private static final int NAMES = 1000;
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final LogRequest request;
    private final Path summary;
    private final Map<String, LineFile> byService = new LinkedHashMap<>();
    private final List<LineFile> all = new ArrayList<>();
    private @Nullable LineFile merged;
    private @Nullable LineFile errors;

    private LogFiles(LogRequest request, Path summary) {
        this.request = request;
        this.summary = summary;
    }

    /** Refuses a directory that is no place for logs. */
    static void requireDirectory(LogRequest request) {
        if (request.directory().isEmpty()) {
            return;
        }
        var directory = request.directory().get();
        if (!Files.isDirectory(directory)) {
            throw new PreconditionFailedException("There is no directory " + directory + " for the logs");
        }
        if (!Files.isWritable(directory)) {
            throw new PreconditionFailedException("The directory " + directory + " for the logs is not writable");
        }
        var view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view != null && isOpenToOthers(view, directory)) {
            throw new PreconditionFailedException("Others than its owner may enter the directory " + directory
                    + ": logs may hold patient data, so it has to be private, as by chmod 700");
        }
    }

    private static boolean isOpenToOthers(PosixFileAttributeView view, Path directory) {
        Set<PosixFilePermission> permissions;
        try {
            permissions = view.readAttributes().permissions();
        } catch (IOException e) {
            throw new PreconditionFailedException("The permissions of " + directory + " cannot be read", e);
        }
        return permissions.stream().anyMatch(each -> !each.name().startsWith("OWNER_"));
    }

    /** Begins the files of these services, under names that are free. */
    static Optional<LogFiles> begin(
            LogRequest request, String application, Instant since, Instant until, Set<String> services)
            throws IOException {
        if (request.directory().isEmpty()) {
            return Optional.empty();
        }
        var directory = request.directory().get();
        var names = names(request, services);
        var stem = "logs-" + safe(application) + "-" + MOMENT.format(since) + "-" + MOMENT.format(until);
        for (var i = 1; i < NAMES; i++) {
            var prefix = stem + (i == 1 ? "" : "-" + i);
            if (isFree(directory, prefix, names.values())) {
                var files = new LogFiles(request, directory.resolve(prefix + ".sha256"));
                try {
                    files.open(directory, prefix, names);
                    return Optional.of(files);
                } catch (IOException e) {
                    files.closeQuietly(e);
                    throw e;
                }
            }
        }
        throw new PreconditionFailedException("There are too many files " + stem + "* in " + directory);
    }

    /** The endings of the files by service; those of no service by their ending. Windows tells no cases apart. */
    private static Map<String, String> names(LogRequest request, Set<String> services) {
        var names = new LinkedHashMap<String, String>();
        var taken = new HashSet<String>();
        if (request.perService()) {
            for (var service : new TreeSet<>(services)) {
                var name = "-" + safe(service);
                for (var i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
                    name = "-" + safe(service) + "~" + i;
                }
                names.put(service, name + ".log");
            }
        }
        return names;
    }

    private static String safe(String name) {
        if (!SAFE.matcher(name).matches() || name.length() > 100) {
            throw new PreconditionFailedException("The name " + name.replaceAll("\\p{Cntrl}", " ")
                    + " cannot be part of the name of a file: it takes up to 100 letters, digits, dots, - and _");
        }
        return name;
    }

    private static boolean isFree(Path directory, String prefix, Iterable<String> names) {
        for (var name : names) {
            if (Files.exists(directory.resolve(prefix + name))) {
                return false;
            }
        }
        return !Files.exists(directory.resolve(prefix + ".sha256"))
                && !Files.exists(directory.resolve(prefix + ".log"))
                && !Files.exists(directory.resolve(prefix + "-errors.md"));
    }

    private void open(Path directory, String prefix, Map<String, String> names) throws IOException {
        var most = request.most().map(DataSize::bytes).orElse(Long.MAX_VALUE);
        for (var name : names.entrySet()) {
            var path = directory.resolve(prefix + name.getValue());
            byService.put(name.getKey(), opened(new LineFile(path, name.getKey(), LogFile.Kind.SERVICE, most)));
        }
        if (request.merged()) {
            merged = opened(new LineFile(directory.resolve(prefix + ".log"), "", LogFile.Kind.MERGED, most));
        }
        if (request.errors()) {
            errors = opened(
                    new LineFile(directory.resolve(prefix + "-errors.md"), "", LogFile.Kind.ERRORS, Long.MAX_VALUE));
        }
    }

    private LineFile opened(LineFile file) {
        all.add(file);
        return file;
    }

    /** Whether lines of a service still go anywhere. */
    boolean takes(String service) {
        var own = byService.get(service);
        return own != null && !own.isCut() || merged != null && !merged.isCut();
    }

    void add(String service, LogReader piece, byte[] head, int headLength) throws IOException {
        var own = byService.get(service);
        if (own != null) {
            own.add(piece, head, headLength);
        }
        if (merged != null) {
            merged.add(piece, head, headLength);
        }
    }

    /** Gives all files their names, the summary last; if that fails, none is left. */
    LogCollection finish(LogCollection without) throws IOException {
        if (errors != null) {
            errors.add(ErrorPage.of(without).getBytes(StandardCharsets.UTF_8));
        }
        var named = new ArrayList<LogFile>();
        for (var file : all) {
            named.add(file.finish());
        }
        var collection = new LogCollection(
                without.since(),
                without.until(),
                without.lines(),
                without.bytes(),
                named,
                without.gaps(),
                without.errors().stream().limit(LogCollection.MOST_ERRORS).toList(),
                without.errorLines());
        try (var file = PrivateFile.create(summary)) {
            file.out().write(collection.summary(request.operationKey()).getBytes(StandardCharsets.UTF_8));
            file.finish();
        }
        all.clear();
        return collection;
    }

    private void closeQuietly(IOException reason) {
        try {
            close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Leaves nothing of what is not finished. */
    @Override
    public void close() throws IOException {
        var failures = new HashMap<Path, IOException>();
        for (var file : all) {
            try {
                file.close();
                if (file.isNamed()) {
                    Files.deleteIfExists(file.path());
                }
            } catch (IOException e) {
                failures.put(file.path(), e);
            }
        }
        all.clear();
        for (var failure : failures.values()) {
            throw failure;
        }
    }
}
