package io.emrops.testkit.sqlserver.script;

import java.util.List;

/** What is answered to one kind of statement. */
public final class Rule {
    private final Script script;
    private final RequestPattern pattern;

    private List<Answer> answers = List.of();
    private long limit = Long.MAX_VALUE;
    private long given;

    Rule(Script script, RequestPattern pattern) {
        this.script = script;
        this.pattern = pattern;
    }

    /**
     * This is answered, the first time the first, and so on; the last one is repeated. A second call replaces what was there and begins
     * anew.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Rule answer(Answer... inTurn) {
        if (inTurn.length == 0) {
            throw new IllegalArgumentException("at least one answer");
        }
        synchronized (script) {
            answers = List.of(inTurn);
            given = 0;
            script.add(this);
        }
        return this;
    }

    /**
     * So often, and then as if the rule were not there.
     *
     * @throws IllegalArgumentException unless positive
     */
    public Rule times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("at least once, not " + count);
        }
        synchronized (script) {
            limit = count;
        }
        return this;
    }

    /** How often an answer has been given. */
    public long given() {
        synchronized (script) {
            return given;
        }
    }

    boolean answers(Request request) {
        return given < limit && pattern.test(request);
    }

    Answer answerInTurn() {
        return answers.get((int) Math.min(given, answers.size() - 1));
    }

    Answer nextAnswer() {
        var answer = answerInTurn();
        given++;
        return answer;
    }

    /** The pattern, and how often it has been answered. */
    @Override
    public String toString() {
        return pattern + ": " + given() + " times";
    }
}
