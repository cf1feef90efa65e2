package io.emrops.logs;

import io.emrops.DataSize;
import io.emrops.internal.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which logs are collected, and what becomes of them.
 *
 * <pre>{@code
 * var request = LogRequest.last(Duration.ofHours(24)).services("api", "web").mergedInto(Path.of("/var/lib/emrops/incident-4711")).withErrors().build();
 * }</pre>
 */
public final class LogRequest {
    private final @Nullable Instant since;
    private final @Nullable Duration last;
    private final @Nullable Instant until;
    private final Set<String> services;
    private final @Nullable Path directory;
    private final boolean perService;
    private final boolean merged;
    private final boolean errors;
    private final @Nullable DataSize most;
    private final String operationKey;

    private LogRequest(Builder from) {
        since = from.since;
        last = from.last;
        until = from.until;
        services = Set.copyOf(from.services);
        directory = from.directory;
        perService = from.perService;
        merged = from.merged;
        errors = from.errors;
        most = from.most;
        operationKey = from.operationKey;
    }

    /** Begins a request for what was written since then, by the platform's clock. */
    public static Builder since(Instant since) {
        var builder = new Builder();
        builder.since = Objects.requireNonNull(since, "since");
        return builder;
    }

    /** Begins a request for what was written in the last so-and-so long before the end, by the platform's clock. */
    public static Builder last(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("The time that logs are collected of must be positive: " + time);
        }
        var builder = new Builder();
        builder.last = time;
        return builder;
    }

    /** What a request consists of. */
    public static final class Builder {
        private @Nullable Instant since;
        private @Nullable Duration last;
        private @Nullable Instant until;
        private final Set<String> services = new TreeSet<>();
        private @Nullable Path directory;
        private boolean perService;
        private boolean merged;
        private boolean errors;
        private @Nullable DataSize most;
        private String operationKey = "";

        private Builder() {}

        /** Leaves out what was written then or later; the platform's present if nobody says otherwise. */
        public Builder until(Instant end) {
            until = Objects.requireNonNull(end, "end");
            return this;
        }

        /** Only these services; all if nobody says otherwise. */
        public Builder services(String... names) {
            services.addAll(Set.of(names));
            return this;
        }

        /** One file for each service. The directory is there, and only its owner may enter it. */
        public Builder perServiceInto(Path place) {
            perService = true;
            return into(place);
        }

        /** One file of all services in the order of time. The directory is there, and only its owner may enter it. */
        public Builder mergedInto(Path place) {
            merged = true;
            return into(place);
        }

        private Builder into(Path place) {
            var absolute = place.toAbsolutePath().normalize();
            if (directory != null && !directory.equals(absolute)) {
                throw new IllegalArgumentException(
                        "All files of a collection go into one directory, not " + directory + " and " + absolute);
            }
            directory = absolute;
            return this;
        }

        /** Also groups what looks like an error; with files, a page tells of it. */
        public Builder withErrors() {
            errors = true;
            return this;
        }

        /** Cuts each file of log lines before it is larger than this; without a limit if nobody says otherwise. */
        public Builder atMostEach(DataSize size) {
            if (size.bytes() == 0) {
                throw new IllegalArgumentException("A file of 0 bytes holds no log");
            }
            most = size;
            return this;
        }

        /** By which {@link LogCollection#find} knows it again. */
        public Builder operationKey(String key) {
            operationKey = Objects.requireNonNull(key, "key");
            return this;
        }

        /**
         * The request.
         *
         * @throws IllegalStateException if neither files nor errors were asked for
         * @throws IllegalArgumentException if it ends before it begins
         */
        public LogRequest build() {
            if (!perService && !merged && !errors) {
                throw new IllegalStateException(
                        "What becomes of the logs has to be said: perServiceInto(…), mergedInto(…) or withErrors()");
            }
            if (since != null && until != null && !since.isBefore(until)) {
                throw new IllegalArgumentException("Logs since " + since + " until " + until + " are none");
            }
            return new LogRequest(this);
        }
    }

    /** The same under a key. */
    public LogRequest withOperationKey(String key) {
        var builder = new Builder();
        builder.since = since;
        builder.last = last;
        builder.until = until;
        builder.services.addAll(services);
        builder.directory = directory;
        builder.perService = perService;
        builder.merged = merged;
        builder.errors = errors;
        builder.most = most;
        return builder.operationKey(key).build();
    }

    /** Where it ends, if this is the platform's present. */
    public Instant end(Instant now) {
        return until == null ? now : until;
    }

    /** Where it begins, if this is the platform's present. */
    public Instant beginning(Instant now) {
        return since != null
                ? since
                : end(now).minus(Objects.requireNonNull(last, "either a moment or a duration was given"));
    }

    /** Whether the logs of a service are asked for. */
    public boolean wants(String service) {
        return services.isEmpty() || services.contains(service);
    }

    /** The services that are asked for and not among these. */
    public Set<String> missing(Collection<String> known) {
        var missing = new TreeSet<>(services);
        missing.removeAll(known);
        return missing;
    }

    /** Where files go; empty if none are written. */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /** Whether there is to be one file for each service. */
    public boolean perService() {
        return perService;
    }

    /** Whether there is to be one file of all services. */
    public boolean merged() {
        return merged;
    }

    /** Whether errors are grouped. */
    public boolean errors() {
        return errors;
    }

    /** How large a file of log lines may become. */
    public Optional<DataSize> most() {
        return Optional.ofNullable(most);
    }

    /** By what it is known again; may be empty. */
    public String operationKey() {
        return operationKey;
    }

    Map<String, String> configuration() {
        var configuration = new TreeMap<String, String>();
        configuration.put("since", since == null ? String.valueOf(last) : since.toString());
        configuration.put("until", until == null ? "now" : until.toString());
        configuration.put("services", services.isEmpty() ? "all" : String.join(" ", new TreeSet<>(services)));
        configuration.put("directory", directory == null ? "none" : directory.toString());
        configuration.put("perService", Boolean.toString(perService));
        configuration.put("merged", Boolean.toString(merged));
        configuration.put("errors", Boolean.toString(errors));
        configuration.put("most", most == null ? "unlimited" : Long.toString(most.bytes()));
        return configuration;
    }

    /** As part of a sentence: "the logs of api, web of the last 1 d". */
    @Override
    public String toString() {
        return "the logs of " + (services.isEmpty() ? "all services" : String.join(", ", new TreeSet<>(services)))
                + (last == null ? " since " + since : " of the last " + Words.of(last))
                + (until == null ? "" : (last == null ? " until " : " before ") + until);
    }
}
