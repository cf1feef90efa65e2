package io.emrops.deploy;

import java.time.Instant;

/**
 * Lines of a log that look like errors, grouped by what they have in common. Log lines may hold patient data, so the
 * line itself is not part of this; the signature has numbers, quoted values and identifiers taken out.
 *
 * @param service whose log
 * @param signature what the lines have in common
 * @param count how many
 * @param first when the first was written
 * @param last when the last was written
 */
public record LogFinding(String service, String signature, long count, Instant first, Instant last) {}
