package io.emrops.diagnostics;

import io.emrops.Sensitive;
import java.util.Objects;
import java.util.Optional;

/**
 * The text and the plan of a query, without literals. Names of columns and tables are still in it, and what a redaction has not understood it has
 * left out; it belongs into files that not everybody may read, and is no output of a step.
 */
@Sensitive
public final class QueryDetails {
    private final SlowQuery query;
    private final Optional<String> text;
    private final Optional<String> plan;

    /**
     * For providers.
     *
     * @param query as it was found
     * @param text without literals; empty if the system has forgotten it or does not show it
     * @param plan XML without literals; empty if the system has none, or if it could not be read and so not be redacted
     */
    public QueryDetails(SlowQuery query, Optional<String> text, Optional<String> plan) {
        this.query = Objects.requireNonNull(query, "query");
        this.text = Objects.requireNonNull(text, "text");
        this.plan = Objects.requireNonNull(plan, "plan");
    }

    /** As it was found. */
    public SlowQuery query() {
        return query;
    }

    /** Without literals; empty if it is not known. */
    public Optional<String> text() {
        return text;
    }

    /** Without literals, in the system's own form; empty if it is not known. */
    public Optional<String> plan() {
        return plan;
    }

    /** Whose they are, and nothing of them. */
    @Override
    public String toString() {
        return "details of " + query.id() + " ***";
    }
}
