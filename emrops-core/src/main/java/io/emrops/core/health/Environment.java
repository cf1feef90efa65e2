package io.emrops.core.health;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables of this process. Names are reported, values never. Immutable.
 *
 * <pre>{@code
 * rb.require("settings", "The settings are there", Environment.has("SQL_SERVER", "REDIS_URL"));
 * rb.require("port", "A port is set", Environment.has("PORT").matching("\\d{2,5}"));
 * }</pre>
 */
public final class Environment implements Check {
    private final List<String> names;
    private final Optional<Pattern> pattern;
    private final UnaryOperator<@Nullable String> variables;

    Environment(List<String> names, Optional<Pattern> pattern, UnaryOperator<@Nullable String> variables) {
        this.names = names;
        this.pattern = pattern;
        this.variables = variables;
    }

    /** All of these are set and not blank. */
    public static Environment has(String... names) {
        return has(List.of(names), System::getenv);
    }

    static Environment has(List<String> names, UnaryOperator<@Nullable String> variables) {
        if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("Name the environment variables that must be set");
        }
        return new Environment(names, Optional.empty(), variables);
    }

    /**
     * The value of each of them matches all of this regular expression, which is shown in the document.
     *
     * @throws java.util.regex.PatternSyntaxException if it is not one
     */
    public Environment matching(String regex) {
        return new Environment(names, Optional.of(Pattern.compile(regex)), variables);
    }

    @Override
    public Finding check(StepContext run) {
        var faults = new ArrayList<String>();
        for (var name : names) {
            var value = variables.apply(name);
            if (value == null || value.isBlank()) {
                faults.add(name + " is not set");
            } else if (pattern.isPresent() && !pattern.get().matcher(value).matches()) {
                faults.add(name + " does not match " + pattern.get());
            }
        }
        return faults.isEmpty()
                ? Finding.ok("Set as they should be: " + String.join(", ", names))
                : Finding.notOk(
                        faults.size() + " of " + names.size() + " environment variables are not as they should be",
                        faults.toArray(String[]::new));
    }

    @Override
    public String describe() {
        return "Environment variables are set"
                + pattern.map(p -> " and match " + p).orElse("") + ": " + String.join(", ", names);
    }

    @Override
    public String toString() {
        return describe();
    }
}
