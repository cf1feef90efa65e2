package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Bindings;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import java.util.regex.Pattern;

/** What the parts of one statement share while it is translated. */
final class Translation {
    private static final int DEEPEST_VIEW = 32;
    private static final Pattern PLACE = Pattern.compile("'[^']*'|\"[^\"]*\"|\\?([0-9]+)");

    private final Databases databases;
    private final Surroundings surroundings;
    private final Bindings bindings = new Bindings();
    private final int maxRecursion;
    private final int line;
    private int aliases;
    private int views;

    Translation(Databases databases, Surroundings surroundings, int maxRecursion, int line) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.maxRecursion = maxRecursion;
        this.line = line;
    }

    Databases databases() {
        return databases;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Bindings bindings() {
        return bindings;
    }

    /** 0 if there is no limit. */
    int maxRecursion() {
        return maxRecursion;
    }

    /** A name that no other part of the statement has, in quotes. */
    String alias() {
        return "\"$" + ++aliases + "\"";
    }

    /**
     * The query of a view, inside of which others may be; {@link #leaveView} follows unless all ends in a refusal.
     *
     * @throws Refusal 217
     */
    void enterView() throws Refusal {
        if (views == DEEPEST_VIEW) {
            throw refusal(217, 0, DEEPEST_VIEW);
        }
        views++;
    }

    void leaveView() {
        views--;
    }

    /** The statement with the values that it needs; those behind the last one that it names are left out. */
    EngineStatement statement(String text) {
        var last = 0;
        var places = PLACE.matcher(text);
        while (places.find()) {
            if (places.group(1) != null) {
                last = Math.max(last, Integer.parseInt(places.group(1)));
            }
        }
        return new EngineStatement(text, bindings.values().subList(0, last));
    }

    /**
     * What SQL Server says.
     *
     * @param at the line; 0 for that of the statement
     */
    Refusal refusal(int number, int at, Object... values) {
        return new Refusal(List.of(surroundings.message(number, values).in("", known(at))));
    }

    /**
     * What SQL Server would do and this server does not.
     *
     * @param what as in "play PIVOT"
     */
    Refusal unplayed(String what, int at) {
        return new Refusal(List.of(
                SqlError.of(50000, 16, "the simulated server does not " + what).in("", known(at))));
    }

    private int known(int at) {
        return at > 0 ? at : line;
    }
}
