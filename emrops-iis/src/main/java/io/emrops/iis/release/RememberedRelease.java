package io.emrops.iis.release;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * How a folder was switched to, as it was written down beside it. It lies in a file that can be read there, so the variables hold no
 * secrets.
 *
 * @param version what people call it
 * @param folder its absolute path on the host
 * @param digest of its {@link ReleasePackage}
 * @param operationKey of the operation that switched to it
 * @param variables the settings it was started with, without secrets
 * @param since when it was switched to
 */
public record RememberedRelease(
        String version,
        String folder,
        String digest,
        String operationKey,
        Map<String, String> variables,
        Instant since) {
    public RememberedRelease {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(operationKey, "operationKey");
        variables = Map.copyOf(variables);
        Objects.requireNonNull(since, "since");
    }
}
