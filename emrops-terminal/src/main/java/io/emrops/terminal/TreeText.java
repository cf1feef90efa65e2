package io.emrops.terminal;

import io.emrops.core.terminal.ProgressPrinter;
import io.emrops.core.time.Durations;
import io.emrops.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A place of the tree as lines that are no wider than the columns there are. */
final class TreeText {
    private static final int BAR = 16;
    private static final int FEWEST_FOR_FACTS = 50;
    private static final int WHY_LINES = 3;
    /** On a wide terminal the eye would lose its line on the way to what stands at the right. */
    private static final int WIDEST = 110;

    private final Look look;
    private final int columns;
    private final Instant now;

    TreeText(Look look, int columns, Instant now) {
        this.look = look;
        this.columns = columns;
        this.now = now;
    }

    /**
     * The lines of a place.
     *
     * @param lastSaid how many of its last lines to show while it runs
     * @param whole whether to tell why at full length
     */
    List<AttributedString> lines(Place place, int lastSaid, boolean whole) {
        var lines = new ArrayList<AttributedString>();
        if (place.isHeading()) {
            lines.add(look.line(indent(place.depth()) + look.clean(place.title()), look.bold(), columns));
            return lines;
        }
        lines.add(head(place));
        var inside = indent(place.depth() + 1);
        if (place.stand() == Stand.RUNNING || place.stand() == Stand.UNDOING) {
            place.progress().ifPresent(p -> lines.add(look.line(inside + progress(place, p), look.faint(), columns)));
            var said = place.said();
            said.subList(Math.max(0, said.size() - lastSaid), said.size())
                    .forEach(s -> lines.add(look.line(inside + "| " + look.clean(s), look.faint(), columns)));
        }
        if (!place.what().isEmpty()) {
            lines.addAll(why(place, inside, whole));
        }
        return lines;
    }

    /** How many lines {@link #lines} has of a place, without making them, where they are not whole. */
    int height(Place place, int lastSaid) {
        if (place.isHeading()) {
            return 1;
        }
        var goingOn = place.stand() == Stand.RUNNING || place.stand() == Stand.UNDOING
                ? (place.progress().isPresent() ? 1 : 0)
                        + Math.min(lastSaid, place.said().size())
                : 0;
        var why = place.what().isEmpty()
                ? 0
                : why(place, indent(place.depth() + 1), false).size();
        return 1 + goingOn + why;
    }

    private static String indent(int depth) {
        return "  ".repeat(Math.min(depth, 8));
    }

    private AttributedString head(Place place) {
        var across = Math.min(columns, WIDEST);
        var facts = across >= FEWEST_FOR_FACTS ? facts(place) : "";
        var start = indent(place.depth()) + place.stand().sign(look.unicode()) + " ";
        var word = (place.stand().word() + " ".repeat(Stand.WORD)).substring(0, Stand.WORD) + "  ";
        var room = across - Look.width(start) - Look.width(word) - (facts.isEmpty() ? 0 : Look.width(facts) + 2);
        if (room < 4) {
            return look.line(start + word + title(place), look.style(place.stand()), across);
        }
        var left = new AttributedStringBuilder()
                .append(start + word, look.style(place.stand()))
                .append(look.cut(title(place), room))
                .toAttributedString();
        return look.line(left, facts, look.faint(), across);
    }

    private String title(Place place) {
        return look.clean(place.title().replace("{item}", "each item"));
    }

    private String facts(Place place) {
        var facts = new ArrayList<String>();
        var items = place.items();
        if (!items.isEmpty()) {
            facts.add(items.stream().filter(i -> i.stand() == Stand.DONE).count() + " of " + items.size() + " done");
        }
        if (place.until().isPresent() && place.stand() == Stand.WAITING) {
            var left = Duration.between(now, place.until().get());
            facts.add("attempt " + (place.attempt() + 1) + " of " + Math.max(place.attempts(), place.attempt() + 1)
                    + " in " + seconds(left));
        } else {
            if (place.stand() == Stand.RUNNING && place.attempts() > 1) {
                facts.add("attempt " + place.attempt() + " of " + place.attempts());
            } else if (place.attempt() > 1) {
                facts.add(place.attempt() + " attempts");
            }
            if (place.stand().active()) {
                place.since().ifPresent(since -> facts.add(seconds(Duration.between(since, now))));
            } else if (place.stand().settled() && place.stand() != Stand.SKIPPED) {
                place.took().ifPresent(took -> facts.add(Durations.words(took)));
            }
        }
        return String.join(", ", facts);
    }

    /** Whole seconds, so that what is shown changes once a second. */
    static String seconds(Duration time) {
        if (time.toSeconds() < 1) {
            return "0 s";
        }
        return time.toSeconds() < 60 ? time.toSeconds() + " s" : Durations.words(Duration.ofSeconds(time.toSeconds()));
    }

    private String progress(Place place, RunEvent.StepProgressed p) {
        var text = look.clean(ProgressPrinter.words(p));
        if (p.total() <= 0) {
            return text;
        }
        var share = Math.max(0, Math.min(1, (double) p.done() / p.total()));
        var left = place.left()
                .filter(l -> l.toSeconds() > 0)
                .map(l -> ", about " + seconds(l) + " left")
                .orElse("");
        return look.bar(share, BAR) + " " + (int) (share * 100) + " %  " + text + left;
    }

    private List<AttributedString> why(Place place, String inside, boolean whole) {
        var style = switch (place.stand()) {
            case FAILED, UNDO_FAILED, IN_DOUBT -> look.alarm();
            default -> look.faint();
        };
        var room = Math.max(8, columns - inside.length());
        var text = Look.wrap(look.clean(place.what()), room);
        var shown = whole ? text : text.subList(0, Math.min(text.size(), WHY_LINES));
        var lines = new ArrayList<AttributedString>();
        for (int i = 0; i < shown.size(); i++) {
            var cut = !whole && i == WHY_LINES - 1 && text.size() > WHY_LINES;
            lines.add(look.line(
                    inside + (cut ? look.cut(shown.get(i) + " " + text.get(i + 1), room) : shown.get(i)),
                    style,
                    columns));
        }
        return lines;
    }
}
