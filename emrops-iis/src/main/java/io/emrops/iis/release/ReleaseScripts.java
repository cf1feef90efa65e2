package io.emrops.iis.release;

import io.emrops.windows.PowerShellScript;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The scripts {@code release/…}. */
final class ReleaseScripts {
    static final PowerShellScript<Folder, Looked> LOOK =
            PowerShellScript.reading(ReleaseScripts.class, "release/look", Folder.class, Looked.class);

    static final PowerShellScript<Place, Room> ROOM =
            PowerShellScript.reading(ReleaseScripts.class, "release/room", Place.class, Room.class);

    static final PowerShellScript<Root, Done> PREPARE =
            PowerShellScript.changing(ReleaseScripts.class, "release/prepare", Root.class, Done.class);

    static final PowerShellScript<Folder, Unpacked> UNPACK =
            PowerShellScript.changing(ReleaseScripts.class, "release/unpack", Folder.class, Unpacked.class);

    static final PowerShellScript<Root, Listed> LIST =
            PowerShellScript.reading(ReleaseScripts.class, "release/list", Root.class, Listed.class);

    static final PowerShellScript<Old, Pruned> PRUNE =
            PowerShellScript.changing(ReleaseScripts.class, "release/prune", Old.class, Pruned.class);

    static final PowerShellScript<Beside, Remembered> REMEMBERED =
            PowerShellScript.reading(ReleaseScripts.class, "release/remembered", Beside.class, Remembered.class);

    static final PowerShellScript<Beside, Done> REMEMBER =
            PowerShellScript.changing(ReleaseScripts.class, "release/remember", Beside.class, Done.class);

    private ReleaseScripts() {}

    record Root(String root) {}

    record Beside(String file) {}

    /** @param zip empty if none is looked for */
    record Folder(String folder, String zip) {}

    record Place(String root, String folder, String zip) {}

    /** @param names of folders in {@code releases} */
    record Old(String root, List<String> names) {}

    /**
     * @param kept the digest of the manifest beside the folder; empty if there is none
     * @param header the first line of the manifest that was compared with; empty if there is none
     */
    record Looked(boolean exists, String kept, String header, boolean zip, List<String> differing, List<String> added) {
        Looked {
            differing = orEmpty(differing);
            added = orEmpty(added);
        }
    }

    /** @param left bytes that a call which was cut off has left, and that are written over */
    record Room(boolean inSystem, boolean prepared, long free, long left) {}

    record Done(boolean changed) {}

    record Unpacked(boolean existed, List<String> differing) {
        Unpacked {
            differing = orEmpty(differing);
        }
    }

    record Listed(List<Found> found) {
        Listed {
            found = orEmpty(found);
        }
    }

    /** @param header the first line of its manifest */
    record Found(String name, String digest, String header, Instant created) {
        Found {
            Objects.requireNonNull(created, "created");
        }
    }

    record Pruned(List<String> removed, List<String> inUse) {
        Pruned {
            removed = orEmpty(removed);
            inUse = orEmpty(inUse);
        }
    }

    /** @param content in Base64 */
    record Remembered(boolean exists, String content) {}

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
