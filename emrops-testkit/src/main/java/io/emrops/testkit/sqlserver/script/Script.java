package io.emrops.testkit.sqlserver.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules that were told one by one: the one told last is asked first, so that a test overrules what its class has set up. Safe for
 * use by several threads.
 */
public final class Script implements Responder {
    private final List<Rule> rules = new ArrayList<>();

    /** Without a rule. */
    public Script() {}

    /** Begins a rule; it holds from its first answer on. */
    public Rule when(RequestPattern pattern) {
        return new Rule(this, pattern);
    }

    synchronized void add(Rule rule) {
        if (!rules.contains(rule)) {
            rules.add(rule);
        }
    }

    /** Forgets all rules. */
    public synchronized void clear() {
        rules.clear();
    }

    @Override
    public synchronized Optional<Answer> answerTo(Request request) {
        return ruleFor(request).map(Rule::nextAnswer);
    }

    @Override
    public synchronized Optional<Answer> lookUp(Request request) {
        return ruleFor(request).map(Rule::answerInTurn);
    }

    private Optional<Rule> ruleFor(Request request) {
        for (var i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).answers(request)) {
                return Optional.of(rules.get(i));
            }
        }
        return Optional.empty();
    }
}
