package io.emrops.sqlserver.history;

import java.util.Objects;
import java.util.UUID;

/**
 * What a file of a backup says of the media it belongs to, by {@code RESTORE LABELONLY}.
 *
 * @param media the media set
 * @param family which of its files this is, from 1
 * @param families how many files there are
 */
public record MediaLabel(UUID media, int family, int families) {
    public MediaLabel {
        Objects.requireNonNull(media, "media");
        if (family < 1 || families < family) {
            throw new IllegalArgumentException("Families count from 1: family " + family + " of " + families);
        }
    }
}
