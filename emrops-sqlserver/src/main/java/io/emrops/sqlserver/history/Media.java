package io.emrops.sqlserver.history;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Where a backup set lies. A set may be striped over several files, and all of them are needed.
 *
 * @param id of the media set
 * @param files by their family's number, without mirrors
 * @param families how many files there have to be
 * @param position which set it is on these media, from 1
 */
public record Media(UUID id, List<String> files, int families, int position) {
    public Media {
        Objects.requireNonNull(id, "id");
        files = List.copyOf(files);
        if (families < 1 || position < 1) {
            throw new IllegalArgumentException(
                    "Families and position count from 1: " + families + " families, position " + position);
        }
    }

    /** Whether all files are known. */
    public boolean complete() {
        return files.size() == families;
    }
}
