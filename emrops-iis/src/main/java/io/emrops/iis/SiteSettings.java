package io.emrops.iis;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How a site with a pool of its own is to be.
 *
 * @param site its name
 * @param pool the pool that its root application runs in; created if it is not there
 * @param physicalPath of its root, absolute; a directory that is there. No environment variables: {@code %} is refused
 * @param bindings all of them for http and https, at least one; others of the site go, those of other protocols stay
 * @param poolSettings what is set of the pool; everything else of it stays
 * @param environment variables of the pool by name; variables that are not named stay as they are. The values show in previews and
 *     reports
 * @param secretEnvironment the names of variables whose values are secrets; these are given when the settings are applied
 * @param absentEnvironment the names of variables that the pool is not to have
 */
public record SiteSettings(
        String site,
        String pool,
        String physicalPath,
        List<IisBinding> bindings,
        PoolSettings poolSettings,
        Map<String, String> environment,
        Set<String> secretEnvironment,
        Set<String> absentEnvironment) {
    private static final Pattern VARIABLE = Pattern.compile("[^=\\p{Cntrl}]{1,255}");
    /** What XML 1.0 has no way to write. */
    private static final Pattern UNWRITABLE = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]");

    private static final int LONGEST_VALUE = 32_767;

    public SiteSettings {
        IisNames.requireName("site", site);
        IisNames.requireName("pool", pool);
        IisNames.requirePath(physicalPath);
        Objects.requireNonNull(poolSettings, "poolSettings");
        bindings = List.copyOf(bindings);
        environment = Map.copyOf(new TreeMap<>(environment));
        secretEnvironment = Set.copyOf(new TreeSet<>(secretEnvironment));
        absentEnvironment = Set.copyOf(new TreeSet<>(absentEnvironment));
        requireBindings(bindings);
        requireVariables(environment, secretEnvironment, absentEnvironment);
    }

    /** Without variables that the pool is not to have. */
    public SiteSettings(
            String site,
            String pool,
            String physicalPath,
            List<IisBinding> bindings,
            PoolSettings poolSettings,
            Map<String, String> environment,
            Set<String> secretEnvironment) {
        this(site, pool, physicalPath, bindings, poolSettings, environment, secretEnvironment, Set.of());
    }

    /** The same, with other variables that the pool is not to have. */
    public SiteSettings without(Set<String> absent) {
        return new SiteSettings(
                site, pool, physicalPath, bindings, poolSettings, environment, secretEnvironment, absent);
    }

    private static void requireBindings(List<IisBinding> bindings) {
        var seen = new HashSet<String>();
        if (bindings.isEmpty()) {
            throw new IllegalArgumentException("A site has at least one binding");
        }
        for (var binding : bindings) {
            if (!seen.add(binding.information().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("A site has each binding once: " + binding.information());
            }
        }
    }

    private static void requireVariables(Map<String, String> environment, Set<String> secrets, Set<String> absent) {
        var seen = new HashSet<String>();
        environment.forEach((name, value) -> {
            requireVariable(seen, name);
            requireValue(name, value);
        });
        secrets.forEach(name -> requireVariable(seen, name));
        absent.forEach(name -> requireVariable(seen, name));
    }

    private static void requireVariable(Set<String> seen, String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name of a variable has 1 to 255 characters, and neither = nor control characters");
        }
        if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("Windows knows one variable " + name + ", whatever its case");
        }
    }

    static void requireValue(String name, CharSequence value) {
        if (value.length() == 0
                || value.length() > LONGEST_VALUE
                || UNWRITABLE.matcher(value).find()) {
            throw new IllegalArgumentException("The value of variable " + name + " has 1 to " + LONGEST_VALUE
                    + " characters, and none that XML cannot write");
        }
    }
}
