package io.emrops.terminal;

import io.emrops.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * What is on the screen of a run: lines that are written once and scroll away, and below them a picture that is drawn again
 * and again. What is finished leaves the picture when there is no room for it, and comes back when it is undone.
 */
final class Screen {
    private static final int TALL = 40;
    private static final int FEWEST_OF_TREE = 3;
    private static final int MANY_MISSED = 5;

    private final Look look;

    Screen(Look look) {
        this.look = look;
    }

    /**
     * What to draw.
     *
     * @param history lines to write above the picture, for good
     * @param picture no more lines than the terminal has, none wider than it
     */
    record Drawing(List<AttributedString> history, List<AttributedString> picture) {}

    /**
     * The run as it is now. Marks what goes into the history as told.
     *
     * @param prompt what somebody is being asked, if it is on the screen
     * @param notice what to say below everything; may be empty
     */
    Drawing draw(RunTree tree, Optional<Prompt> prompt, String notice, int columns, int rows, Instant now) {
        var width = Math.max(1, columns - 1);
        var height = Math.max(1, rows - 1);
        var text = new TreeText(look, width, now);
        var history = news(tree, width);

        var bottom = bottom(tree, notice, width, height, now);
        var asked = prompt.map(p -> p.lines(look, width, Math.max(0, height - bottom.size() - FEWEST_OF_TREE)))
                .orElse(List.of());
        var room = height - bottom.size() - asked.size();
        var lastSaid = rows >= TALL ? 3 : 1;
        scrollAway(tree, text, lastSaid, room, history);

        var picture = new ArrayList<>(window(tree, text, lastSaid, room, width));
        if (!asked.isEmpty() && picture.size() < room) {
            picture.add(AttributedString.EMPTY);
        }
        picture.addAll(asked);
        picture.addAll(bottom);
        return new Drawing(history, picture);
    }

    /** All that is left of a run that is at rest or left alone, to be written for good. */
    List<AttributedString> rest(RunTree tree, List<String> last, int columns, Instant now) {
        var width = Math.max(1, columns - 1);
        var text = new TreeText(look, width, now);
        var lines = news(tree, width);
        var places = shown(tree);
        var reached = places.size();
        while (reached > 0 && !isReached(places.get(reached - 1))) {
            reached--;
        }
        var missed = places.subList(reached, places.size()).stream()
                .filter(Place::isStep)
                .toList();
        for (var place : missed.size() > MANY_MISSED ? places.subList(0, reached) : places) {
            lines.addAll(text.lines(place, 3, true));
            place.tell();
        }
        if (missed.size() > MANY_MISSED) {
            var first = missed.get(0);
            lines.add(look.line(
                    first.stand().sign(look.unicode()) + " " + first.stand().word() + "  " + missed.size()
                            + " steps, from \"" + look.clean(first.title()) + "\" on",
                    look.faint(),
                    width));
        }
        tree.ended().ifPresent(e -> paragraph(e.verdict(), look.bold(), width, lines));
        last.forEach(line -> paragraph(line, AttributedStyle.DEFAULT, width, lines));
        return lines;
    }

    private static boolean isReached(Place place) {
        return !place.isHeading() && place.stand() != Stand.TO_COME && place.stand() != Stand.NOT_REACHED;
    }

    private List<AttributedString> news(RunTree tree, int width) {
        var lines = new ArrayList<AttributedString>();
        tree.takeNews().forEach(n -> paragraph(n, AttributedStyle.DEFAULT, width, lines));
        return lines;
    }

    private void paragraph(String text, AttributedStyle style, int width, List<AttributedString> lines) {
        Look.wrap(look.clean(text), width).forEach(l -> lines.add(new AttributedString(l, style)));
    }

    // ---- the tree

    private static List<Place> shown(RunTree tree) {
        return tree.places().stream().filter(p -> p.isVisible() && !p.isTold()).toList();
    }

    /** Writes what is finished above the picture, from the top, until the rest has room. */
    private static void scrollAway(
            RunTree tree, TreeText text, int lastSaid, int room, List<AttributedString> history) {
        var undoing = tree.state() == RunState.UNDOING;
        var open = new ArrayList<Place>();
        var excess =
                shown(tree).stream().mapToInt(p -> text.height(p, lastSaid)).sum() - room;
        for (var place : tree.places()) {
            if (excess <= 0) {
                return;
            }
            if (place.isTold() || !place.isVisible()) {
                continue;
            }
            if (place.isHeading()) {
                open.add(place);
            } else if (place.stand().settled() && !(undoing && place.stand() == Stand.DONE)) {
                // A heading goes with the first finished step below it.
                for (var heading : open) {
                    excess -= tell(heading, text, lastSaid, history);
                }
                open.clear();
                excess -= tell(place, text, lastSaid, history);
            } else {
                open.clear();
            }
        }
    }

    private static int tell(Place place, TreeText text, int lastSaid, List<AttributedString> history) {
        var height = text.height(place, lastSaid);
        history.addAll(text.lines(place, 0, true));
        place.tell();
        return height;
    }

    /** As much of the tree as there is room for, around the first place at which something goes on. */
    private List<AttributedString> window(RunTree tree, TreeText text, int lastSaid, int room, int width) {
        var places = shown(tree);
        var total = 0;
        var focus = -1;
        var tops = new int[places.size()];
        for (int i = 0; i < places.size(); i++) {
            tops[i] = total;
            if (focus < 0 && places.get(i).stand().active()) {
                focus = total;
            }
            total += text.height(places.get(i), lastSaid);
        }
        if (room <= 0) {
            return List.of();
        }
        var marked = total > room && room > FEWEST_OF_TREE;
        var from = total <= room ? 0 : Math.max(0, Math.min(Math.max(0, focus) - (marked ? 2 : 0), total - room));
        var to = Math.min(total, from + room);
        var lines = new ArrayList<AttributedString>();
        for (int i = 0; i < places.size() && tops[i] < to; i++) {
            if (i + 1 < places.size() && tops[i + 1] <= from) {
                continue;
            }
            var own = text.lines(places.get(i), lastSaid, false);
            for (int k = 0; k < own.size(); k++) {
                if (tops[i] + k >= from && tops[i] + k < to) {
                    lines.add(own.get(k));
                }
            }
        }
        if (marked && from > 0) {
            lines.set(0, more(from + 1, "above", width));
        }
        if (marked && to < total) {
            lines.set(lines.size() - 1, more(total - to + 1, "below", width));
        }
        return lines;
    }

    private AttributedString more(int lines, String where, int width) {
        return look.line(look.ellipsis() + " " + lines + " more lines " + where, look.faint(), width);
    }

    // ---- the bottom

    private List<AttributedString> bottom(RunTree tree, String notice, int width, int height, Instant now) {
        var lines = new ArrayList<AttributedString>();
        if (!notice.isEmpty() && height > 2) {
            var said = new ArrayList<AttributedString>();
            paragraph(notice, look.bold(), width, said);
            lines.addAll(said.subList(0, Math.min(said.size(), Math.max(1, height / 3))));
        }
        lines.add(status(tree, notice.isEmpty() ? hint(tree.state()) : "", width, now));
        return lines;
    }

    private static String hint(RunState state) {
        return state == RunState.UNDOING ? "Ctrl-C stops the undo" : "Ctrl-C cancels";
    }

    private AttributedString status(RunTree tree, String hint, int width, Instant now) {
        var steps = tree.places().stream().filter(Place::isStep).toList();
        var passed = steps.stream().filter(p -> p.stand().settled()).count();
        var state = tree.state().name().replace('_', ' ');
        var text = "  " + look.clean(tree.title()) + "  " + passed + " of " + steps.size() + " steps"
                + tree.startedAt()
                        .map(at -> "  " + TreeText.seconds(Duration.between(at, now)))
                        .orElse("");
        var room = width - state.length() - (width > 60 && !hint.isEmpty() ? hint.length() + 2 : 0);
        if (room < 4) {
            return look.line(state, look.bold().inverse(), width);
        }
        var left = new AttributedStringBuilder()
                .append(state, look.bold().inverse())
                .append(look.cut(text, room))
                .toAttributedString();
        return width > 60 ? look.line(left, hint, look.faint(), width) : left;
    }
}
