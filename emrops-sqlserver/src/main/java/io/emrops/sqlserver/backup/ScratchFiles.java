package io.emrops.sqlserver.backup;

import io.emrops.sqlserver.history.ContainedFile;
import io.emrops.sqlserver.statement.ServerPath;
import java.util.List;

/** Where the files of a scratch database go: by their numbers, since their logical names may be any. */
final class ScratchFiles {
    static final List<String> ENDINGS = List.of(".mdf", ".ndf", ".ldf");

    private final Surroundings here;
    private final String scratch;

    ScratchFiles(Surroundings here, String scratch) {
        this.here = here;
        this.scratch = scratch;
    }

    static String stem(String scratch, long file) {
        return scratch + "_" + file;
    }

    ServerPath place(ContainedFile file) {
        var stem = stem(scratch, file.id());
        return switch (file.type()) {
            case DATA -> data().resolve(stem + (file.id() == 1 ? ".mdf" : ".ndf"));
            case LOG -> log().resolve(stem + ".ldf");
            case CONTAINER, FULL_TEXT -> data().resolve(stem);
        };
    }

    ServerPath data() {
        return here.settings().scratchData == null
                ? here.facts().dataPath().orElseThrow(() -> here.refused("The server does not say where data files go"))
                : path(here.settings().scratchData);
    }

    ServerPath log() {
        return here.settings().scratchLog == null
                ? here.facts().logPath().orElseThrow(() -> here.refused("The server does not say where log files go"))
                : path(here.settings().scratchLog);
    }

    private ServerPath path(String directory) {
        try {
            return new ServerPath(here.facts().platform(), directory);
        } catch (IllegalArgumentException e) {
            throw here.refused("Restore tests cannot go there: " + e.getMessage(), e);
        }
    }
}
