package io.emrops.testkit;

import io.emrops.deploy.Release;
import io.emrops.deploy.Service;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the registry of a {@link FakeDeployer} has, and what its platform stores. */
final class FakeImages {
    /** How often the registry has got another image under a name. */
    private final Map<String, Integer> revisions = new TreeMap<>();

    private final Set<String> broken = new TreeSet<>();
    private final Set<String> onlyHere = new TreeSet<>();
    private final Map<String, Base> bases = new TreeMap<>();
    private final Map<String, Stored> stored = new TreeMap<>();
    private final List<Set<String>> releases = new ArrayList<>();
    private boolean away;

    /**
     * What an image was built on.
     *
     * @param built the revision that it was built on
     */
    record Base(String name, int built) {}

    record Stored(String image, Instant since) {}

    /** What a name stands for now. */
    String digest(String image) {
        return digest(image, revision(image));
    }

    private int revision(String image) {
        return revisions.getOrDefault(image, 0);
    }

    static String digest(String image, int revision) {
        try {
            var text = revision == 0 ? image : image + " " + revision;
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void push(String image, boolean well) {
        revisions.merge(image, 1, Integer::sum);
        if (!well) {
            broken.add(digest(image));
        }
    }

    boolean isBroken(String digest) {
        return broken.contains(digest);
    }

    void builtHere(String service) {
        onlyHere.add(service);
    }

    boolean isOnlyHere(String service) {
        return onlyHere.contains(service);
    }

    void builtOn(String service, String base) {
        bases.put(service, new Base(base, revision(base)));
    }

    Optional<Base> base(String service) {
        return Optional.ofNullable(bases.get(service));
    }

    void away(boolean isAway) {
        away = isAway;
    }

    boolean isAway() {
        return away;
    }

    /** Whether the image of a service is stored, or the registry would give it. */
    boolean canBeHad(Service service) {
        var known = IntStream.rangeClosed(0, revision(service.image()))
                .anyMatch(revision -> digest(service.image(), revision).equals(service.digest()));
        return known && (stored.containsKey(service.digest()) || (!away && !isOnlyHere(service.name())));
    }

    void store(Service service, Instant now) {
        stored.putIfAbsent(service.digest(), new Stored(service.image(), now));
    }

    Map<String, Stored> stored() {
        return stored;
    }

    void released(Release release) {
        var images = release.services().stream().map(Service::digest).collect(Collectors.toCollection(TreeSet::new));
        if (!images.isEmpty()) {
            releases.remove(images);
            releases.add(images);
        }
    }

    /** The images of the last releases; empty if there were fewer. */
    Optional<Set<String>> neededFor(int last) {
        return releases.size() < last
                ? Optional.empty()
                : Optional.of(releases.subList(releases.size() - last, releases.size()).stream()
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet()));
    }

    void read(Tables from) {
        revisions.clear();
        from.rows("revision").forEach(row -> revisions.put(row.get(0), Integer.valueOf(row.get(1))));
        broken.clear();
        from.rows("broken-image").forEach(row -> broken.add(row.get(0)));
        stored.clear();
        from.rows("stored").forEach(row -> stored.put(row.get(0), new Stored(row.get(1), Instant.parse(row.get(2)))));
        releases.clear();
        from.rows("released").forEach(row -> releases.add(new TreeSet<>(row)));
    }

    void write(Tables to) {
        revisions.forEach((image, revision) -> to.add("revision", image, Integer.toString(revision)));
        broken.forEach(digest -> to.add("broken-image", digest));
        stored.forEach((digest, image) ->
                to.add("stored", digest, image.image(), image.since().toString()));
        releases.forEach(images -> to.add("released", List.copyOf(images)));
    }
}
