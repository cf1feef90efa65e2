package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.Binary;
import io.emrops.testkit.sqlserver.syntax.Expression.Call;
import io.emrops.testkit.sqlserver.syntax.Expression.Collated;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Comparisons that are not of the server's own collation. The engine knows that one alone, which minds accents and not case; for others
 * it compares keys.
 */
final class Collations {
    private static final Pattern NAME = Pattern.compile(
            "[A-Z][A-Z0-9_]*?_(?:(?<binary>BIN2?)|C(?<case>[IS])_A(?<accent>[IS])(?:_KS)?(?:_WS)?(?:_VSS)?(?:_SC)?)(?:_UTF8)?");
    private static final Set<String> OF_TEXTS = Set.of(
            "UPPER",
            "LOWER",
            "LTRIM",
            "RTRIM",
            "TRIM",
            "SUBSTRING",
            "LEFT",
            "RIGHT",
            "ISNULL",
            "COALESCE",
            "REPLACE",
            "CONCAT");
    private static final Named SERVERS = new Named("", "CI_AS");

    private final ExpressionTranslator translator;
    private final Refused refused;

    Collations(ExpressionTranslator translator, Refused refused) {
        this.translator = translator;
        this.refused = refused;
    }

    /**
     * One of them.
     *
     * @param name empty if none is named
     * @param sensitivity what it minds: {@code CI_AS}, {@code CS_AS}, {@code CI_AI}, {@code CS_AI}, {@code BIN}
     */
    record Named(String name, String sensitivity) {
        boolean isServers() {
            return sensitivity.equals("CI_AS");
        }

        /** What the engine compares in the value's stead. */
        String key(String text, SqlType type) {
            if (type == SqlType.SQL_VARIANT) {
                return EngineNames.function("VARIANT_KEY") + "(" + text + ")";
            } else if (isServers() || !TypeKinds.isText(type)) {
                return text;
            }
            return EngineNames.function("COLLATION_KEY") + "(" + text + ", '" + sensitivity + "')";
        }
    }

    /** @throws Refusal 448 if there is none of this name */
    static Named of(String name, Refused refused) throws Refusal {
        var upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("DATABASE_DEFAULT") || upper.equals("CATALOG_DEFAULT")) {
            return SERVERS;
        }
        var matcher = NAME.matcher(upper);
        if (!matcher.matches()) {
            throw refused.by(448, name);
        }
        var minds =
                matcher.group("binary") != null ? "BIN" : "C" + matcher.group("case") + "_A" + matcher.group("accent");
        return new Named(name, minds);
    }

    /**
     * That a column may have this collation, which then is the server's own to the engine.
     *
     * @throws Refusal 448 if there is none of this name, 50000 if it tells other texts apart
     */
    static void requireColumns(String name, Refused refused) throws Refusal {
        if (!of(name, refused).isServers()) {
            throw refused.notPlayed("have columns of another collation than CI_AS");
        }
    }

    /** The one that is named among these; the server's if there is none. */
    Named jointOf(List<Expression> expressions, String operation) throws Refusal {
        var joint = SERVERS;
        for (var expression : expressions) {
            var named = named(expression);
            if (joint.name().isEmpty() || named.name().equalsIgnoreCase(joint.name())) {
                joint = named.name().isEmpty() ? joint : named;
            } else if (!named.name().isEmpty()) {
                throw refused.by(468, joint.name(), named.name(), operation);
            }
        }
        return joint;
    }

    private Named named(Expression expression) throws Refusal {
        if (expression instanceof Collated collated) {
            return of(collated.collation(), refused);
        } else if (expression instanceof Call call
                && OF_TEXTS.contains(call.name())
                && !call.arguments().isEmpty()) {
            return jointOf(call.arguments(), call.name().toLowerCase(Locale.ROOT));
        }
        var rest = expression;
        var found = SERVERS;
        while (rest instanceof Binary binary
                && binary.operator() == Binary.Operator.ADD
                && found.name().isEmpty()) {
            found = named(binary.right());
            rest = binary.left();
        }
        return found.name().isEmpty() && rest != expression ? named(rest) : found;
    }

    boolean isServers(Expression expression) throws Refusal {
        return named(expression).isServers();
    }

    /** What orders this value. */
    String key(Expression expression, Typed value, boolean isOrder) throws Refusal {
        var text = named(expression).key(value.text(), value.type());
        return isOrder && value.type() == SqlType.UNIQUEIDENTIFIER
                ? EngineNames.function("UNIQUEIDENTIFIER_KEY") + "(" + text + ")"
                : text;
    }
}
