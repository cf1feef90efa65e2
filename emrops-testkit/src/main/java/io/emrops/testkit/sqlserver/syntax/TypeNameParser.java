package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the name of a type; a type of a schema has a point in its name. */
final class TypeNameParser {
    private static final Set<String> VARYING = Set.of("char", "character", "binary", "nchar");

    private final Parsers parsers;
    private final TokenCursor cursor;

    TypeNameParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    TypeName type() throws Refusal {
        var line = cursor.line();
        if (cursor.at("CURSOR")) {
            throw parsers.refusal(Unsupported.CURSORS);
        }
        return new TypeName(name(), arguments(), line);
    }

    private String name() throws Refusal {
        if (cursor.accept("DOUBLE")) {
            cursor.require("PRECISION");
            return "double precision";
        }
        if (cursor.accept("NATIONAL")) {
            var name = "national " + cursor.require(Kind.WORD).text().toLowerCase(Locale.ROOT);
            return cursor.accept("VARYING") ? name + " varying" : name;
        }
        var name = cursor.name();
        if (cursor.accept('.')) {
            name = name + "." + cursor.name();
        }
        name = name.toLowerCase(Locale.ROOT);
        return VARYING.contains(name) && cursor.accept("VARYING") ? name + " varying" : name;
    }

    private List<String> arguments() throws Refusal {
        if (!cursor.accept('(')) {
            return List.of();
        }
        var arguments = new ArrayList<String>();
        if (cursor.accept("MAX")) {
            arguments.add("max");
        } else {
            do {
                if (cursor.atName()) {
                    throw parsers.refusal(Unsupported.TYPED_XML);
                }
                arguments.add(String.valueOf(cursor.integer()));
            } while (arguments.size() < 2 && cursor.accept(','));
        }
        cursor.require(')');
        return arguments;
    }
}
