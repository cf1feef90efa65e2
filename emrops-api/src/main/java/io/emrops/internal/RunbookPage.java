package io.emrops.internal;

import io.emrops.Contact;
import io.emrops.Link;
import io.emrops.WindowRule.WhenItCloses;
import io.emrops.spi.Definition;
import io.emrops.spi.Node;
import io.emrops.spi.page.Block;
import io.emrops.spi.page.Page;
import io.emrops.spi.page.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A runbook as the document people read. It is made of what the definition says and of nothing else; no body, check,
 * condition or target is called, so the same definition gives the same page.
 */
public final class RunbookPage {
    private final Definition definition;
    private final Page.Builder page;
    private int number;

    private RunbookPage(Definition definition) {
        this.definition = definition;
        this.page = Page.titled(definition.head().title());
    }

    public static Page of(Definition definition) {
        var page = new RunbookPage(definition);
        page.head();
        page.contacts();
        page.links();
        page.parameters();
        page.howARunGoes();
        page.steps();
        return page.page.build();
    }

    private void head() {
        var head = definition.head();
        page.paragraph(Text.of("Runbook ").plus(Text.code(head.id())).plus(", version " + head.version()));
        Text.paragraphs(head.purpose()).forEach(page::paragraph);
        if (!head.owners().isEmpty()) {
            page.paragraph(Text.strong("Owner:").plus(" " + String.join(", ", head.owners())));
        }
    }

    private void contacts() {
        var contacts = definition.head().contacts();
        if (contacts.isEmpty()) {
            return;
        }
        page.heading("Whom to call");
        page.table(
                "Whom to call",
                List.of("Level", "Whom", "How", "Answers within"),
                contacts.stream()
                        .sorted(Comparator.comparingInt(Contact::level))
                        .map(RunbookPage::contact)
                        .toList());
    }

    private static List<Text> contact(Contact contact) {
        return List.of(
                Text.of(Integer.toString(contact.level())),
                Text.of(contact.role()),
                Text.of(contact.reach()),
                Text.of(Words.of(contact.respondsWithin())));
    }

    private void links() {
        var links = definition.head().links();
        if (links.isEmpty()) {
            return;
        }
        page.heading("Worth opening");
        page.bullets(links.stream().map(RunbookPage::linked).toList());
    }

    private static Text linked(Link link) {
        return Text.link(link.title(), link.address());
    }

    private void parameters() {
        if (definition.params().isEmpty()) {
            return;
        }
        page.heading("What has to be known at the start");
        page.table(
                "Parameters",
                List.of("Parameter", "What it is", "If not given", "What is demanded"),
                definition.params().stream().map(RunbookPage::parameter).toList());
    }

    private static List<Text> parameter(Definition.ParamSpec param) {
        var demands = param.demands().stream().map(d -> demand(d.why())).toList();
        return List.of(Text.code(param.id()), what(param), ifNotGiven(param), Text.joined("; ", demands));
    }

    private static Text demand(String why) {
        return why.startsWith(ParamDraft.MUST_MATCH)
                ? Text.of(ParamDraft.MUST_MATCH).plus(Text.code(why.substring(ParamDraft.MUST_MATCH.length())))
                : Text.of(why);
    }

    private static Text what(Definition.ParamSpec param) {
        var kind =
                param.secret() ? Text.strong("secret").plus(": never recorded or shown") : TypeWords.of(param.type());
        return param.description().isBlank()
                ? kind
                : Text.of(param.description() + " (").plus(kind).plus(")");
    }

    private static Text ifNotGiven(Definition.ParamSpec param) {
        if (param.boundTo().isPresent()) {
            return Text.of("not asked for: comes from ")
                    .plus(Text.code(param.boundTo().get().id()));
        }
        return param.defaultValue()
                .map(value -> Text.code(TypeWords.value(value)))
                .orElse(Text.of("the run does not start"));
    }

    private void howARunGoes() {
        page.heading("How a run goes");
        var lines = new ArrayList<Text>();
        lines.add(Text.of("Before a run, its rehearsal shows what each step would change, as far as that can be known,"
                + " and changes nothing."));
        lines.add(Text.of("Steps are done in the order of this document. A box marks what people do; the run waits for"
                + " them."));
        lines.add(Text.of("A step is ")
                .plus(Text.emphasis("cut off"))
                .plus(" when its time is up, its connection is lost or its process dies in the middle, so that nobody"
                        + " knows whether it took effect. It is never repeated before that has been decided."));
        lines.add(
                Text.of(
                        definition.head().automaticUndo()
                                ? "If the run fails or is cancelled, what it changed is undone by itself, the last change first."
                                : "If the run fails or is cancelled, everything is left as it stands; a person may have it undone."));
        definition
                .head()
                .deadline()
                .ifPresent(d -> lines.add(Text.of(
                        "A run may take " + Words.of(d) + " in all, waits for people included; then it fails.")));
        page.bullets(lines);
    }

    private void steps() {
        if (definition.nodes().isEmpty() || !(definition.nodes().get(0) instanceof Node.Section)) {
            page.heading("Steps");
        }
        definition.nodes().forEach(this::outermost);
    }

    private void outermost(Node node) {
        if (node instanceof Node.Section section) {
            page.heading(section.title());
        } else if (node instanceof Node.Note note) {
            Text.paragraphs(note.text()).forEach(page::paragraph);
        } else if (node instanceof Node.Lock || node instanceof Node.Window) {
            page.paragraph(rule(node));
        } else {
            number++;
            page.steps(List.of(step(node, Integer.toString(number))));
        }
    }

    private Block.Step step(Node node, String number) {
        return new Block.Step(number, hasBox(node), name(node), below(node, number));
    }

    private List<Block> below(Node node, String number) {
        if (node instanceof Node.Part part) {
            return all(part.nodes(), number);
        }
        if (node instanceof Node.Branches branches) {
            return all(branches.branches(), number);
        }
        var details = new StepDetails(definition.head().automaticUndo()).of((Node.Stepping) node);
        return List.of(new Block.Bullets(details));
    }

    /** What is inside a part or a branch. */
    private List<Block> all(List<? extends Node> nodes, String outer) {
        var blocks = new ArrayList<Block>();
        var last = 0;
        for (var node : nodes) {
            if (node instanceof Node.Section section) {
                blocks.add(new Block.Bullets(List.of(Text.emphasis(section.title()))));
            } else if (node instanceof Node.Note note) {
                blocks.add(new Block.Bullets(Text.paragraphs(note.text())));
            } else if (node instanceof Node.Lock || node instanceof Node.Window) {
                blocks.add(new Block.Bullets(List.of(rule(node))));
            } else {
                last++;
                blocks.add(new Block.Steps(List.of(step(node, outer + "." + last))));
            }
        }
        return blocks;
    }

    private static boolean hasBox(Node node) {
        return node instanceof Node.Manual || node instanceof Node.Approving;
    }

    private static Text name(Node node) {
        if (node instanceof Node.Part part) {
            return name(part.title(), part.path());
        }
        if (node instanceof Node.Branches branches) {
            var count = branches.branches().size();
            return name(branches.title(), branches.path())
                    .plus(": " + (count == 1 ? "1 branch" : count + " branches") + atOnce(branches.atMost(), count));
        }
        var step = (Node.Stepping) node;
        return name(step.title(), step.path());
    }

    private static Text name(String title, String path) {
        return Text.strong(title.replace("{item}", "each item"))
                .plus(" (")
                .plus(Text.code(path))
                .plus(")");
    }

    private static String atOnce(int atMost, int count) {
        if (atMost >= count) {
            return count == 1 ? "" : " side by side";
        }
        return atMost == 1 ? ", one after the other" : " side by side, at most " + atMost + " at once";
    }

    private static Text rule(Node node) {
        if (node instanceof Node.Lock lock) {
            return Text.strong("Lock " + lock.name() + ":")
                    .plus(" held from here to the end of the run; two runs never hold it at once.");
        }
        var window = (Node.Window) node;
        return Text.strong("Window:")
                .plus(" the steps below begin only " + window.window().describe()
                        + "; the run waits for it. When it closes, " + whenItCloses(window.whenItCloses()) + ".");
    }

    private static String whenItCloses(WhenItCloses then) {
        return switch (then) {
            case FINISH -> "a run under way goes on to its end";
            case PAUSE -> "a run under way pauses behind the step it is at, until somebody resumes it";
            case UNDO -> "a run under way undoes what it did";
        };
    }
}
