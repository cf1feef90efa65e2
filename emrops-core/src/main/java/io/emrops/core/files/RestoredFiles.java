package io.emrops.core.files;

import java.util.List;

/**
 * Files that were put back.
 *
 * @param places the files and directories that were put back, absolute
 * @param files how many files that are
 * @param kept what was there before, moved beside its place; remove it when it is no longer wanted
 */
public record RestoredFiles(List<String> places, int files, List<String> kept) {
    public RestoredFiles {
        places = List.copyOf(places);
        kept = List.copyOf(kept);
    }
}
