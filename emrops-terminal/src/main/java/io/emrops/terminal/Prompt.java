package io.emrops.terminal;

import io.emrops.Answer;
import io.emrops.Done;
import io.emrops.Question;
import java.lang.reflect.Type;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * A question on the screen and what has been typed so far: first the answer, a single key; then, each with Enter, a result if
 * one is wanted, the name, and a remark. Escape goes back. Not safe for several threads.
 */
final class Prompt {
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final int LONGEST = 2000;

    private enum Stage {
        CHOICE,
        RESULT,
        NAME,
        REMARK
    }

    /** What a key led to. */
    sealed interface Outcome {
        /** The person is not finished. */
        record Typing() implements Outcome {}

        /** The person wants to be asked later. */
        record Later() implements Outcome {}

        /** The person has answered. */
        record Given(Answer answer) implements Outcome {}
    }

    private final Question question;
    private final Type result;
    private final String operator;
    private final ZoneId zone;
    private final StringBuilder typed = new StringBuilder();

    private Stage stage = Stage.CHOICE;
    private char choice;
    private Object applied = Done.DONE;
    private String name = "";
    private String refusal = "";
    private int scrolled;
    private int detailLines;
    private int detailRoom;

    /**
     * @param result the type of what the step returns, for a step in doubt
     * @param operator who probably answers
     */
    Prompt(Question question, Type result, String operator, ZoneId zone) {
        this.question = question;
        this.result = result;
        this.operator = operator;
        this.zone = zone;
    }

    Question question() {
        return question;
    }

    /** Asks again, and says why. */
    void refused(String why) {
        refusal = why;
        stage = Stage.CHOICE;
        typed.setLength(0);
    }

    // ---- keys

    Outcome press(Key key) {
        switch (key.kind()) {
            case UP -> scroll(-1);
            case DOWN -> scroll(1);
            case PAGE_UP -> scroll(-Math.max(1, detailRoom));
            case PAGE_DOWN -> scroll(Math.max(1, detailRoom));
            case ESCAPE -> {
                stage = Stage.CHOICE;
                typed.setLength(0);
            }
            case END, OTHER -> {}
            default -> {
                return stage == Stage.CHOICE ? choose(key) : type(key);
            }
        }
        return new Outcome.Typing();
    }

    private void scroll(int lines) {
        scrolled = Math.max(0, Math.min(scrolled + lines, detailLines - detailRoom));
    }

    private Outcome choose(Key key) {
        if (key.is('l')) {
            return new Outcome.Later();
        }
        if (key.kind() == Key.Kind.CHARACTER && key.character() == ' ') {
            scroll(Math.max(1, detailRoom));
        }
        for (var letter : letters().toCharArray()) {
            if (key.is(letter)) {
                begin(letter);
            }
        }
        return new Outcome.Typing();
    }

    private String letters() {
        return question.kind() == Question.Kind.IN_DOUBT ? "ang" : "yn";
    }

    private void begin(char letter) {
        refusal = "";
        choice = letter;
        if (letter != 'a' || result == Done.class) {
            enter(Stage.NAME);
        } else if (canBeTyped()) {
            enter(Stage.RESULT);
        } else {
            refusal = "What the step would have returned is wanted, and cannot be typed here. From code: run.answer(\""
                    + question.stepPath() + "\", Answer.applied(\"<you>\", <result>))";
        }
    }

    private void enter(Stage next) {
        stage = next;
        typed.setLength(0);
        if (next == Stage.NAME) {
            typed.append(operator);
        }
    }

    private boolean canBeTyped() {
        return result == String.class || result == Integer.class || result == Long.class || result == Boolean.class;
    }

    private Outcome type(Key key) {
        switch (key.kind()) {
            case CHARACTER -> {
                if (typed.length() < LONGEST) {
                    typed.appendCodePoint(key.character());
                }
            }
            case ERASE -> {
                if (!typed.isEmpty()) {
                    typed.setLength(typed.offsetByCodePoints(typed.length(), -1));
                }
            }
            case ERASE_LINE -> typed.setLength(0);
            default -> {
                return enter(typed.toString().strip());
            }
        }
        return new Outcome.Typing();
    }

    private Outcome enter(String text) {
        switch (stage) {
            case RESULT -> {
                var value = parse(text);
                if (value.isEmpty()) {
                    refusal = "That is no " + ((Class<?>) result).getSimpleName();
                } else {
                    refusal = "";
                    applied = value.get();
                    enter(Stage.NAME);
                }
            }
            case NAME -> {
                if (text.isEmpty()) {
                    refusal = "An answer is given by somebody";
                } else {
                    refusal = "";
                    name = text;
                    enter(Stage.REMARK);
                }
            }
            default -> {
                return new Outcome.Given(answer().remark(text).having(question.hash()));
            }
        }
        return new Outcome.Typing();
    }

    private Optional<Object> parse(String text) {
        try {
            if (result == Integer.class) {
                return Optional.of(Integer.valueOf(text));
            }
            if (result == Long.class) {
                return Optional.of(Long.valueOf(text));
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        if (result == Boolean.class) {
            return text.equals("true") || text.equals("false") ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
        }
        return Optional.of(text);
    }

    private Answer answer() {
        return switch (question.kind()) {
            case CONFIRMATION -> choice == 'y' ? Answer.confirm(name) : Answer.reject(name);
            case APPROVAL -> choice == 'y' ? Answer.agree(name) : Answer.reject(name);
            case IN_DOUBT ->
                choice == 'a'
                        ? Answer.applied(name, applied)
                        : choice == 'n' ? Answer.notApplied(name) : Answer.giveUp(name);
        };
    }

    // ---- lines

    /**
     * The question, at most so many lines high. Where there is room for little, what is to be typed comes first, then the
     * question, then its details.
     */
    List<AttributedString> lines(Look look, int width, int height) {
        if (height <= 0) {
            return List.of();
        }
        var end = new ArrayList<AttributedString>();
        if (!refusal.isEmpty()) {
            wrapped(look, refusal, look.alarm(), width, end);
        }
        input(look, width, end);
        if (end.size() >= height) {
            return List.copyOf(end.subList(end.size() - height, end.size()));
        }
        var start = new ArrayList<AttributedString>();
        wrapped(look, question.text(), look.bold(), width, start);
        wrapped(look, about(), look.faint(), width, start);
        var lines = new ArrayList<AttributedString>(start.subList(0, Math.min(start.size(), height - end.size())));
        details(look, width, height - end.size() - lines.size(), lines);
        lines.addAll(end);
        return lines;
    }

    private String about() {
        return "asks " + question.group() + ", step " + question.stepPath()
                + (question.missing() > 1 ? ", " + question.missing() + " more answers wanted" : "")
                + question.expires()
                        .map(e -> ", until " + UNTIL.format(e.atZone(zone)))
                        .orElse("");
    }

    private void details(Look look, int width, int room, List<AttributedString> lines) {
        var all = new ArrayList<AttributedString>();
        for (var detail : question.details()) {
            Look.wrap(look.clean(detail), Math.max(1, width - 2))
                    .forEach(l -> all.add(look.line("  " + l, AttributedStyle.DEFAULT, width)));
        }
        detailLines = all.size();
        if (all.size() <= room) {
            detailRoom = all.size();
            scrolled = 0;
            lines.addAll(all);
        } else if (room >= 2) {
            detailRoom = room - 1;
            scrolled = Math.min(scrolled, all.size() - detailRoom);
            lines.addAll(all.subList(scrolled, scrolled + detailRoom));
            lines.add(look.line(
                    "  lines " + (scrolled + 1) + " to " + (scrolled + detailRoom) + " of " + all.size()
                            + ": space or page keys turn over",
                    look.faint(),
                    width));
        } else {
            detailRoom = 0;
        }
    }

    private void input(Look look, int width, List<AttributedString> lines) {
        if (stage == Stage.CHOICE) {
            Look.wrap(choices(), width).forEach(l -> lines.add(look.line(l, look.bold(), width)));
            return;
        }
        var label = chosen()
                + switch (stage) {
                    case RESULT -> "What did it return? ";
                    case NAME -> "Your name: ";
                    default -> "Remark (no patient data; may be empty): ";
                };
        var shown = look.cut(label, Math.max(0, width - 8));
        var text = look.tail(look.clean(typed.toString()), Math.max(0, width - Look.width(shown) - 1));
        var line = new AttributedStringBuilder().append(shown, look.bold()).append(text);
        if (width > Look.width(shown) + Look.width(text)) {
            line.append(" ", AttributedStyle.DEFAULT.inverse());
        }
        lines.add(line.toAttributedString());
        if (width > 40) {
            lines.add(look.line("Enter goes on, Escape goes back", look.faint(), width));
        }
    }

    private String choices() {
        return switch (question.kind()) {
            case CONFIRMATION -> "[y] done   [n] no: the run fails   [l] later";
            case APPROVAL -> "[y] agree   [n] reject: the run fails   [l] later";
            case IN_DOUBT -> "[a] applied   [n] not applied: do it again   [g] failed: give up   [l] later";
        };
    }

    private String chosen() {
        return switch (choice) {
            case 'y' -> question.kind() == Question.Kind.APPROVAL ? "Agree. " : "Done. ";
            case 'a' -> "Applied. ";
            case 'g' -> "Give up. ";
            default -> question.kind() == Question.Kind.IN_DOUBT ? "Not applied. " : "No. ";
        };
    }

    private static void wrapped(
            Look look, String text, AttributedStyle style, int width, List<AttributedString> lines) {
        Look.wrap(look.clean(text), width).forEach(l -> lines.add(look.line(l, style, width)));
    }
}
