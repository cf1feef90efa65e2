package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.expression.ConversionRules.Allowed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;

/** Makes values of one type values of another. */
final class Conversions {
    private final Refused refused;

    Conversions(Refused refused) {
        this.refused = refused;
    }

    /** Where the statement does not say that it wants another type. */
    Typed implicit(Typed value, SqlType to) throws Refusal {
        if (value.isNull()) {
            return Literals.nothing(to);
        }
        requireImplicit(value.type(), to);
        return of(value, to);
    }

    private void requireImplicit(SqlType from, SqlType to) throws Refusal {
        switch (ConversionRules.of(from, to)) {
            case EXPLICIT -> throw refused.by(257, TypeKinds.named(from), TypeKinds.named(to));
            case NEVER -> throw refused.by(206, TypeKinds.named(from), TypeKinds.named(to));
            case IMPLICIT -> {}
        }
    }

    /** {@code CAST(x AS t)}. */
    Typed explicit(Typed value, SqlType to) throws Refusal {
        if (value.isNull()) {
            return Literals.nothing(to);
        }
        requireExplicit(value.type(), to);
        if (to == SqlType.INT && TypeRules.isWhole(value)) {
            return Typed.notNull("CAST(" + value.text() + " AS INTEGER)", to);
        }
        return of(value, to);
    }

    private void requireExplicit(SqlType from, SqlType to) throws Refusal {
        if (ConversionRules.of(from, to) == Allowed.NEVER) {
            throw refused.by(529, TypeKinds.named(from), TypeKinds.named(to));
        }
    }

    /** {@code CONVERT(t, x, style)}, {@code TRY_CAST} and {@code TRY_CONVERT}. */
    Typed styled(Typed value, SqlType to, Typed style, boolean attempt) throws Refusal {
        if (value.isNull() || style.isNull()) {
            return Literals.nothing(to);
        }
        requireExplicit(value.type(), to);
        return call(
                attempt ? "TRY_CONVERT" : "CONVERT_STYLE",
                value,
                to,
                implicit(style, SqlType.INT).text());
    }

    /** {@code TRY_CAST}. */
    Typed attempted(Typed value, SqlType to) throws Refusal {
        if (value.isNull()) {
            return Literals.nothing(to);
        }
        requireExplicit(value.type(), to);
        return call("TRY_CONVERT", value, to, "-1");
    }

    /** To a column: texts that are too long are an error and not cut, unless what is cut are blanks. */
    Typed assigned(Typed value, SqlType to, String table, String column) throws Refusal {
        if (value.isNull()) {
            return Literals.nothing(to);
        }
        switch (ConversionRules.of(value.type(), to)) {
            case EXPLICIT ->
                throw TypeKinds.isOldTime(value.type()) || value.type().kind() == Kind.SQL_VARIANT
                        ? refused.by(260, TypeKinds.named(value.type()), TypeKinds.named(to), table, column)
                        : refused.by(257, TypeKinds.named(value.type()), TypeKinds.named(to));
            case NEVER -> throw refused.by(206, TypeKinds.named(value.type()), TypeKinds.named(to));
            case IMPLICIT -> {}
        }
        if (hasLength(to) && mayBeLonger(value.type(), to)) {
            return call("ASSIGN", value, to, Literals.quoted(table) + ", " + Literals.quoted(column));
        }
        return of(value, to);
    }

    private static boolean hasLength(SqlType type) {
        return (TypeKinds.isText(type) || TypeKinds.isBinary(type)) && type.length() > 0;
    }

    private static boolean mayBeLonger(SqlType from, SqlType to) {
        var hasOne =
                TypeKinds.isText(from) && TypeKinds.isText(to) || TypeKinds.isBinary(from) && TypeKinds.isBinary(to);
        return !hasOne || from.length() < 0 || from.length() > to.length();
    }

    private static Typed of(Typed value, SqlType to) {
        if (value.type().equals(to)) {
            return value;
        } else if (isEngines(value.type(), to)) {
            var isSame = EngineTypes.of(value.type()).equals(EngineTypes.of(to));
            var text = isSame ? value.text() : "CAST(" + value.text() + " AS " + EngineTypes.of(to) + ")";
            return new Typed(text, to, value.nullable(), false);
        }
        return call("CONVERT", value, to, "");
    }

    /** Whether the engine's own conversion cannot fail, and does the same. */
    private static boolean isEngines(SqlType from, SqlType to) {
        if (TypeKinds.isInteger(from) && TypeKinds.isInteger(to) || TypeKinds.isBit(from) && TypeKinds.isInteger(to)) {
            return TypeRules.asDecimal(from).precision()
                    <= TypeRules.asDecimal(to).precision();
        } else if (TypeKinds.isNumber(from) && to.kind() == Kind.FLOAT) {
            return !TypeKinds.isBit(from) && from.kind() != Kind.REAL;
        } else if (TypeKinds.isExact(to)
                && (TypeKinds.isInteger(from) || TypeKinds.isExact(from) || TypeKinds.isMoney(from))) {
            var number = TypeRules.asDecimal(from);
            return number.scale() <= to.scale() && number.precision() - number.scale() <= to.precision() - to.scale();
        } else if (TypeKinds.isText(from) && TypeKinds.isText(to)) {
            return !TypeKinds.isPadded(to) && (TypeKinds.isNational(to) || !TypeKinds.isNational(from));
        }
        return TypeKinds.isBinary(from) && to.kind() == Kind.VARBINARY;
    }

    private static Typed call(String function, Typed value, SqlType to, String more) {
        var text = "CAST(" + EngineNames.function(function) + "(" + value.text() + ", '" + value.type() + "', '" + to
                + "'" + (more.isEmpty() ? "" : ", " + more) + ") AS " + EngineTypes.of(to) + ")";
        return new Typed(text, to, value.nullable() || function.startsWith("TRY"), false);
    }
}
