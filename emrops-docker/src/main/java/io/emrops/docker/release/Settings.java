package io.emrops.docker.release;

import io.emrops.PreconditionFailedException;
import io.emrops.docker.compose.Compose;
import io.emrops.docker.compose.ComposeModel;
import io.emrops.docker.engine.Instances;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/** The variables a project's files are filled in with. */
public record Settings(String versionVariable, Map<String, String> declared, Compose compose) {
    /** A tag that nobody uses, to see where the version goes. */
    private static final String MARK = "emrops0version0mark";

    public Settings {
        declared = Map.copyOf(declared);
    }

    /** What runs keeps its settings; what was declared here takes precedence. */
    public Map<String, String> variables(Map<String, String> running, String version) {
        var all = new HashMap<>(running);
        all.putAll(declared);
        all.remove(versionVariable);
        if (!version.isEmpty()) {
            all.put(versionVariable, version);
        }
        return Map.copyOf(all);
    }

    /** The version that the names of the running images tell; empty if they tell none, or several. */
    public String versionOf(Instances running, Map<String, String> last) {
        var versions = new HashSet<String>();
        marked(last).services().forEach((service, definition) -> {
            for (var instance : running.of(service)) {
                version(definition.image(), instance.image(), versions);
            }
        });
        return versions.size() == 1 ? versions.iterator().next() : "";
    }

    private ComposeModel marked(Map<String, String> last) {
        try {
            return compose.model(variables(last, MARK));
        } catch (PreconditionFailedException e) {
            return new ComposeModel(Map.of()); // what runs can be told without the files
        }
    }

    public static void version(String marked, String image, java.util.Set<String> to) {
        var at = marked.indexOf(MARK);
        if (at < 0) {
            return;
        }
        var before = marked.substring(0, at);
        var after = marked.substring(at + MARK.length());
        var fits =
                image.length() > before.length() + after.length() && image.startsWith(before) && image.endsWith(after);
        to.add(fits ? image.substring(before.length(), image.length() - after.length()) : "");
    }
}
