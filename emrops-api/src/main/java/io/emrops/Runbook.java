package io.emrops;

import io.emrops.internal.RunbookDraft;
import io.emrops.internal.RunbookPage;
import io.emrops.spi.Definition;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A procedure, defined once: it runs, is the document people read, is rehearsed, undone and resumed.
 *
 * <pre>{@code
 * var restart = Runbook.define("restart-api", "Restart the API", rb -> {
 *     rb.manual("told", "The wards were told");
 *     rb.action("restart", "Restart the service", run -> api.restart()).nothingToUndo("a restart changes nothing");
 *     rb.verify("health", "The API answers", Http.get(url).expectJson("status", "healthy")).within(ofMinutes(2));
 * });
 * }</pre>
 *
 * <p>A runbook is immutable and may be run any number of times, by several engines at once.
 */
public final class Runbook {
    private final Definition definition;

    private Runbook(Definition definition) {
        this.definition = definition;
    }

    /**
     * Defines a runbook. The block is executed once, here; it describes and touches nothing.
     *
     * @param id what journals and people call it; 1 to 60 characters of {@code a-z 0-9 . _ -}
     * @throws RunbookDefinitionException with everything that is wrong
     */
    public static Runbook define(String id, String title, Consumer<RunbookBuilder> block) {
        Objects.requireNonNull(block, "block");
        return new Runbook(RunbookDraft.define(id, title, block));
    }

    public String id() {
        return definition.id();
    }

    public String title() {
        return definition.title();
    }

    /** The runbook as a tree, for engines and renderers. */
    public Definition definition() {
        return definition;
    }

    /** The runbook as the document people read; the same text for the same definition. */
    public String toMarkdown() {
        return RunbookPage.of(definition).toMarkdown();
    }

    /**
     * The same document as one file of HTML, to be opened, mailed or printed: it needs no network and no script. The same
     * text for the same definition.
     */
    public String toHtml() {
        return RunbookPage.of(definition).toHtml();
    }

    @Override
    public String toString() {
        return "Runbook " + id() + " (" + title() + ")";
    }
}
