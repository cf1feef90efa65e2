package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.util.Locale;

/** Constants of the text, and values that are known, in the engine's words ("Constants (Transact-SQL)"). */
final class Literals {
    private static final Charset CODE_PAGE = Charset.forName("windows-1252");
    private static final int MOST_DIGITS = 38;

    private final Refused refused;
    private final Bindings bindings;

    Literals(Refused refused, Bindings bindings) {
        this.refused = refused;
        this.bindings = bindings;
    }

    Typed typed(Literal literal) throws Refusal {
        var text = literal.text();
        return switch (literal.kind()) {
            case NULL -> nothing();
            case INTEGER -> whole(new BigInteger(text));
            case DECIMAL -> decimal(text);
            case FLOAT -> floating(text);
            case MONEY -> money(text);
            case STRING -> text(inCodePage(text), false);
            case NATIONAL_STRING -> text(text, true);
            case BINARY -> binary(text);
        };
    }

    /** The smallest int is one, although what stands behind its sign is not. */
    Typed whole(BigInteger number) throws Refusal {
        var digits = number.abs().toString();
        if (number.bitLength() < 32) {
            return Typed.notNull(number.signum() < 0 ? "(" + number + ")" : digits, SqlType.INT);
        } else if (digits.length() > MOST_DIGITS) {
            throw refused.by(1007, "number", digits);
        }
        return cast(number.toString(), SqlType.numeric(digits.length(), 0));
    }

    private Typed decimal(String text) throws Refusal {
        var number = new BigDecimal(text.endsWith(".") ? text + "0" : text);
        var scale = text.length() - 1 - text.indexOf('.');
        number = number.setScale(scale, RoundingMode.DOWN);
        var whole = number.setScale(0, RoundingMode.DOWN);
        var precision = Math.max(1, scale + (whole.signum() == 0 ? 0 : whole.precision()));
        if (precision > MOST_DIGITS) {
            throw refused.by(1007, "number", text);
        }
        return cast(number.toPlainString(), SqlType.numeric(precision, scale));
    }

    private Typed floating(String text) throws Refusal {
        var number = Double.parseDouble(text.endsWith("e") || text.endsWith("E") ? text + "0" : text);
        if (Double.isInfinite(number)) {
            throw refused.by(168, text, 8);
        }
        return cast(Double.toString(number).contains("E") ? Double.toString(number) : number + "E0", SqlType.FLOAT);
    }

    private Typed money(String text) throws Refusal {
        var number = new BigDecimal(text.isEmpty() ? "0" : text.replace(",", "")).setScale(4, RoundingMode.HALF_UP);
        if (number.unscaledValue().bitLength() > 63) {
            throw refused.by(168, text, 8);
        }
        return cast(number.toPlainString(), SqlType.MONEY);
    }

    private static Typed binary(String digits) {
        var even = (digits.length() % 2 == 0 ? digits : "0" + digits).toUpperCase(Locale.ROOT);
        var length = even.length() / 2;
        var type = length > 8000 ? SqlType.VARBINARY_MAX : SqlType.varbinary(Math.max(1, length));
        return Typed.notNull("X'" + even + "'", type);
    }

    /** What the code page does not have is a question mark. */
    static String inCodePage(String text) {
        return new String(text.getBytes(CODE_PAGE), CODE_PAGE);
    }

    static Typed text(String text, boolean isNational) {
        var longest = isNational ? 4000 : 8000;
        return Typed.notNull(quoted(text), TypeRules.text(isNational, text.length() > longest ? -1 : text.length()));
    }

    /**
     * In quotes for the engine. Marks that would make a constant look like one that is not are escaped: see
     * {@link Constants#isConstant}.
     */
    static String quoted(String text) {
        var escaped = text.replace("'", "''");
        if (escaped.indexOf('"') < 0 && escaped.indexOf('?') < 0) {
            return "'" + escaped + "'";
        }
        return "U&'" + escaped.replace("\\", "\\\\").replace("\"", "\\0022").replace("?", "\\003f") + "'";
    }

    static Typed nothing() {
        return new Typed("CAST(NULL AS INTEGER)", SqlType.INT, true, true);
    }

    /** NULL of a type. */
    static Typed nothing(SqlType type) {
        return new Typed("CAST(NULL AS " + EngineTypes.of(type) + ")", type, true, false);
    }

    /** A variable, or what the session knows: a parameter of the statement. */
    Typed known(Known known) {
        var value = known.value();
        var type = known.type();
        if (value instanceof Variant variant) {
            var place = bindings.bind(variant.toText());
            return Typed.of("CAST(" + place + " AS " + EngineTypes.of(type) + ")", SqlType.SQL_VARIANT);
        } else if (type == SqlType.SQL_VARIANT && value != null) {
            return known(new Known(type, Variant.of(value)));
        }
        return Typed.of("CAST(" + bindings.bind(value) + " AS " + EngineTypes.of(type) + ")", type);
    }

    private static Typed cast(String text, SqlType type) {
        return Typed.notNull("CAST(" + text + " AS " + EngineTypes.of(type) + ")", type);
    }
}
