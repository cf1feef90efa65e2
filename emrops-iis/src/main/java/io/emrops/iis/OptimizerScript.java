package io.emrops.iis;

import io.emrops.windows.PowerShellScript;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The script for compression and caching profiles of a site. */
final class OptimizerScript {
    static final PowerShellScript<Asked, Answered> OPTIMIZE =
            PowerShellScript.changing(OptimizerScript.class, "iis/optimize", Asked.class, Answered.class);

    private OptimizerScript() {}

    /** The same text, for when it is asked not to commit. */
    static PowerShellScript<Asked, Answered> look() {
        return PowerShellScript.reading(OptimizerScript.class, "iis/optimize", Asked.class, Answered.class);
    }

    record Asked(boolean commit, String site, List<Compression> compression, List<Profile> profiles) {}

    /**
     * An attribute of {@code urlCompression}, as it stands for this site alone.
     *
     * @param value {@code true} or {@code false}; empty if it is not there
     */
    record Compression(String attribute, String value) {
        Compression {
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * A caching profile, as it stands for this site alone.
     *
     * @param present whether it is there
     * @param policy empty if the attribute is not there
     * @param kernelPolicy the same
     */
    record Profile(String extension, boolean present, String policy, String kernelPolicy) {
        Profile {
            Objects.requireNonNull(extension, "extension");
            Objects.requireNonNull(policy, "policy");
            Objects.requireNonNull(kernelPolicy, "kernelPolicy");
        }
    }

    /** @param compression as it was, for the attributes that were asked for; profiles the same */
    record Answered(
            String refused,
            String what,
            List<AttributeChange> changes,
            List<Compression> compression,
            List<Profile> profiles)
            implements IisScripts.Refusable {
        Answered {
            changes = listOf(changes);
            compression = listOf(compression);
            profiles = listOf(profiles);
        }

        private static <T> List<T> listOf(@Nullable List<T> list) {
            return list == null ? List.of() : List.copyOf(list);
        }
    }

    /** What stood there before a step. */
    record Before(List<Compression> compression, List<Profile> profiles) {
        Before {
            compression = List.copyOf(compression);
            profiles = List.copyOf(profiles);
        }
    }
}
