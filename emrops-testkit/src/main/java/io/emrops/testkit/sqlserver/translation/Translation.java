package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.Bindings;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import java.util.regex.Pattern;

/** What the parts of one statement share while it is translated. */
final class Translation {
    private static final int DEEPEST = 40;
    private static final int DEEPEST_TABLE = 10;
    private static final Pattern PLACE = Pattern.compile("'[^']*'|\"[^\"]*\"|\\?([0-9]+)");

    private final Databases databases;
    private final Surroundings surroundings;
    private final Bindings bindings = new Bindings();
    private final int maxRecursion;
    private final int line;
    private int aliases;
    private int depth;
    private int tables;

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

    /**
     * A query inside of another; {@link #leave} follows unless all ends in a refusal.
     *
     * @throws Refusal 50000 if there are more than the engine can stand
     */
    void enter() throws Refusal {
        if (++depth > DEEPEST) {
            throw unplayed("nest more than " + DEEPEST + " queries in one another", 0);
        }
    }

    void leave() {
        depth--;
    }

    /**
     * A query or view in FROM, which takes the engine twice as long with each that is inside of it; {@link #leaveTable} follows unless all ends in
     * a refusal.
     *
     * @throws Refusal 50000
     */
    void enterTable() throws Refusal {
        if (++tables > DEEPEST_TABLE) {
            throw unplayed("nest more than " + DEEPEST_TABLE + " queries and views in FROM in one another", 0);
        }
    }

    void leaveTable() {
        tables--;
    }

    /** A name that no other part of the statement has, in quotes. */
    String alias() {
        return "\"$" + ++aliases + "\"";
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
