package io.emrops.internal;

import io.emrops.Contact;
import io.emrops.Link;
import io.emrops.WindowRule.WhenItCloses;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A runbook as the document people read: GitHub Flavored Markdown that is legible unrendered too. It is made of what the
 * definition says and of nothing else; no body, check, condition or target is called, so the same definition gives the
 * same text.
 */
public final class MarkdownDocument {
    private static final Set<String> OPENED_BY_BROWSERS = Set.of("http", "https", "mailto", "tel");

    private final Definition definition;
    private final StringBuilder text = new StringBuilder();
    private int number;

    private MarkdownDocument(Definition definition) {
        this.definition = definition;
    }

    public static String of(Definition definition) {
        var document = new MarkdownDocument(definition);
        document.head();
        document.contacts();
        document.links();
        document.parameters();
        document.howARunGoes();
        document.steps();
        return document.text.toString();
    }

    private void head() {
        var head = definition.head();
        text.append("# ").append(MarkdownText.inline(head.title())).append('\n');
        paragraph("Runbook " + MarkdownText.code(head.id()) + ", version " + head.version());
        MarkdownText.paragraphs(head.purpose()).forEach(this::paragraph);
        if (!head.owners().isEmpty()) {
            paragraph("**Owner:** "
                    + head.owners().stream().map(MarkdownText::inline).collect(Collectors.joining(", ")));
        }
    }

    private void contacts() {
        var contacts = definition.head().contacts();
        if (contacts.isEmpty()) {
            return;
        }
        heading("Whom to call");
        table("Level", "Whom", "How", "Answers within");
        contacts.stream().sorted(Comparator.comparingInt(Contact::level)).forEach(this::contact);
    }

    private void contact(Contact contact) {
        row(
                Integer.toString(contact.level()),
                MarkdownText.inline(contact.role()),
                MarkdownText.inline(contact.reach()),
                Words.of(contact.respondsWithin()));
    }

    private void links() {
        var links = definition.head().links();
        if (links.isEmpty()) {
            return;
        }
        heading("Worth opening");
        text.append('\n');
        links.forEach(link -> text.append("- ").append(linked(link)).append('\n'));
    }

    private static String linked(Link link) {
        var title = MarkdownText.inline(link.title());
        var address = link.address().toASCIIString();
        var scheme = link.address().getScheme();
        return scheme != null && OPENED_BY_BROWSERS.contains(scheme.toLowerCase(java.util.Locale.ROOT))
                ? "[" + title + "](<" + address + ">)"
                : title + ": " + MarkdownText.code(address);
    }

    private void parameters() {
        if (definition.params().isEmpty()) {
            return;
        }
        heading("What has to be known at the start");
        table("Parameter", "What it is", "If not given", "What is demanded");
        definition.params().forEach(this::parameter);
    }

    private void parameter(Definition.ParamSpec param) {
        var demands = param.demands().stream().map(d -> demand(d.why())).collect(Collectors.joining("; "));
        row(MarkdownText.code(param.id()), what(param), ifNotGiven(param), demands);
    }

    private static String demand(String why) {
        return why.startsWith(ParamDraft.MUST_MATCH)
                ? ParamDraft.MUST_MATCH + MarkdownText.code(why.substring(ParamDraft.MUST_MATCH.length()))
                : MarkdownText.inline(why);
    }

    private static String what(Definition.ParamSpec param) {
        var kind = param.secret() ? "**secret**: never recorded or shown" : TypeWords.of(param.type());
        return param.description().isBlank() ? kind : MarkdownText.inline(param.description()) + " (" + kind + ")";
    }

    private static String ifNotGiven(Definition.ParamSpec param) {
        if (param.boundTo().isPresent()) {
            return "not asked for: comes from "
                    + MarkdownText.code(param.boundTo().get().id());
        }
        return param.defaultValue()
                .map(value -> MarkdownText.code(TypeWords.value(value)))
                .orElse("the run does not start");
    }

    private void howARunGoes() {
        heading("How a run goes");
        text.append('\n');
        item("Before a run, its rehearsal shows what each step would change, as far as that can be known, and changes"
                + " nothing.");
        item("Steps are done in the order of this document. A box marks what people do; the run waits for them.");
        item(
                "A step is *cut off* when its time is up, its connection is lost or its process dies in the middle, so that"
                        + " nobody knows whether it took effect. It is never repeated before that has been decided.");
        item(
                definition.head().automaticUndo()
                        ? "If the run fails or is cancelled, what it changed is undone by itself, the last change first."
                        : "If the run fails or is cancelled, everything is left as it stands; a person may have it undone.");
        definition
                .head()
                .deadline()
                .ifPresent(d ->
                        item("A run may take " + Words.of(d) + " in all, waits for people included; then it fails."));
    }

    private void item(String line) {
        text.append("- ").append(line).append('\n');
    }

    private void steps() {
        if (definition.nodes().isEmpty() || !(definition.nodes().get(0) instanceof Node.Section)) {
            heading("Steps");
        }
        definition.nodes().forEach(this::outermost);
    }

    private void outermost(Node node) {
        if (node instanceof Node.Section section) {
            heading(MarkdownText.inline(section.title()));
        } else if (node instanceof Node.Note note) {
            MarkdownText.paragraphs(note.text()).forEach(this::paragraph);
        } else if (node instanceof Node.Lock || node instanceof Node.Window) {
            paragraph(rule(node));
        } else {
            number++;
            var marker = number + ". ";
            text.append('\n').append(marker).append(box(node)).append(name("", node));
            below(node, " ".repeat(marker.length()), number + ".");
        }
    }

    /** A place inside a part or a branch. */
    private int nested(Node node, String indent, String numbers, int last) {
        if (node instanceof Node.Section section) {
            line(indent, "*" + MarkdownText.inline(section.title()) + "*");
        } else if (node instanceof Node.Note note) {
            MarkdownText.paragraphs(note.text()).forEach(p -> line(indent, p));
        } else if (node instanceof Node.Lock || node instanceof Node.Window) {
            line(indent, rule(node));
        } else {
            var own = numbers + (last + 1);
            text.append(indent).append("- ").append(box(node)).append(name(own + " ", node));
            below(node, indent + "  ", own + ".");
            return last + 1;
        }
        return last;
    }

    private void below(Node node, String indent, String numbers) {
        if (node instanceof Node.Part part) {
            text.append('\n');
            all(part.nodes(), indent, numbers);
        } else if (node instanceof Node.Branches branches) {
            var count = branches.branches().size();
            text.append(": ").append(count == 1 ? "1 branch" : count + " branches");
            text.append(atOnce(branches.atMost(), count)).append('\n');
            all(branches.branches(), indent, numbers);
        } else if (node instanceof Node.Stepping step) {
            text.append('\n');
            new StepDetails(definition.head().automaticUndo()).of(step).forEach(detail -> line(indent, detail));
        }
    }

    private static String atOnce(int atMost, int count) {
        if (atMost >= count) {
            return count == 1 ? "" : " side by side";
        }
        return atMost == 1 ? ", one after the other" : " side by side, at most " + atMost + " at once";
    }

    private void all(List<? extends Node> nodes, String indent, String numbers) {
        var last = 0;
        for (var node : nodes) {
            last = nested(node, indent, numbers, last);
        }
    }

    private static String box(Node node) {
        return node instanceof Node.Manual || node instanceof Node.Approving ? "[ ] " : "";
    }

    private static String name(String number, Node node) {
        if (node instanceof Node.Part part) {
            return name(number, part.title(), part.path());
        }
        if (node instanceof Node.Branches branches) {
            return name(number, branches.title(), branches.path());
        }
        var step = (Node.Stepping) node;
        return name(number, step.title(), step.path());
    }

    private static String name(String number, String title, String path) {
        return "**" + number + MarkdownText.inline(title) + "** (" + MarkdownText.code(path) + ")";
    }

    private static String rule(Node node) {
        if (node instanceof Node.Lock lock) {
            return "**Lock " + MarkdownText.inline(lock.name())
                    + ":** held from here to the end of the run; two runs never hold it at once.";
        }
        var window = (Node.Window) node;
        return "**Window:** the steps below begin only "
                + MarkdownText.inline(window.window().describe()) + "; the run waits for it. When it closes, "
                + whenItCloses(window.whenItCloses()) + ".";
    }

    private static String whenItCloses(WhenItCloses then) {
        return switch (then) {
            case FINISH -> "a run under way goes on to its end";
            case PAUSE -> "a run under way pauses behind the step it is at, until somebody resumes it";
            case UNDO -> "a run under way undoes what it did";
        };
    }

    private void heading(String title) {
        text.append("\n## ").append(title).append('\n');
    }

    private void paragraph(String line) {
        text.append('\n').append(line).append('\n');
    }

    private void line(String indent, String line) {
        text.append(indent).append("- ").append(line).append('\n');
    }

    private void table(String... columns) {
        text.append('\n');
        row(columns);
        text.append("|---".repeat(columns.length)).append("|\n");
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
