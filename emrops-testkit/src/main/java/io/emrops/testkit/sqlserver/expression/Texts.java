package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;

/** Values where functions of texts want texts. */
final class Texts {
    private Texts() {}

    /** How long the text is that a value of another type becomes. */
    static int lengthOf(SqlType type) {
        return switch (type.kind()) {
            case BIT -> 1;
            case TINYINT -> 4;
            case SMALLINT -> 6;
            case INT -> 12;
            case BIGINT -> 24;
            case DECIMAL, NUMERIC -> 41;
            case FLOAT, REAL -> 23;
            case CHAR, VARCHAR, NCHAR, NVARCHAR, BINARY, VARBINARY -> type.length();
            default -> 40;
        };
    }

    /** As a text: itself if it is one. */
    static Typed of(Typed value, Conversions conversions) throws Refusal {
        if (value.isNull()) {
            return Literals.nothing(SqlType.varchar(1));
        }
        var type = value.type();
        if (TypeKinds.isText(type)) {
            return value;
        }
        var isNational = TypeKinds.isNational(type);
        if (TypeKinds.isLarge(type)) {
            return conversions.implicit(value, isNational ? SqlType.NVARCHAR_MAX : SqlType.VARCHAR_MAX);
        }
        return conversions.implicit(value, TypeRules.text(isNational, lengthOf(type)));
    }
}
