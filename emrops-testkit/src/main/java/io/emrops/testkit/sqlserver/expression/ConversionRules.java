package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;

/** Which type may become which ("CAST and CONVERT (Transact-SQL)", its chart of conversions). */
final class ConversionRules {
    /** How much the statement must say. */
    enum Allowed {
        /** Nothing. */
        IMPLICIT,
        /** {@code CAST} or {@code CONVERT}. */
        EXPLICIT,
        /** There is no way. */
        NEVER
    }

    private ConversionRules() {}

    static Allowed of(SqlType from, SqlType to) {
        if (from.kind() == to.kind() || from.kind() == Kind.SQL_VARIANT && (fitsVariant(to) || to.isMax())) {
            return from.kind() == to.kind() ? Allowed.IMPLICIT : Allowed.EXPLICIT;
        } else if (to.kind() == Kind.SQL_VARIANT) {
            return fitsVariant(from) ? Allowed.IMPLICIT : Allowed.NEVER;
        } else if (TypeKinds.isText(from)) {
            return fromText(from, to);
        } else if (TypeKinds.isNumber(from)) {
            return fromNumber(from, to);
        } else if (TypeKinds.isTime(from)) {
            return fromTime(from, to);
        } else if (TypeKinds.isBinary(from)) {
            return fromBinary(from, to);
        }
        return switch (from.kind()) {
            case UNIQUEIDENTIFIER ->
                TypeKinds.isText(to) || TypeKinds.isBinary(to) && to.kind() != Kind.ROWVERSION
                        ? Allowed.IMPLICIT
                        : Allowed.NEVER;
            case TEXT, NTEXT ->
                TypeKinds.isText(to) || to.kind() == Kind.TEXT || to.kind() == Kind.NTEXT || to.kind() == Kind.XML
                        ? Allowed.IMPLICIT
                        : Allowed.NEVER;
            case IMAGE -> TypeKinds.isBinary(to) ? Allowed.IMPLICIT : Allowed.NEVER;
            case XML -> TypeKinds.isText(to) || TypeKinds.isBinary(to) ? Allowed.EXPLICIT : Allowed.NEVER;
            default -> Allowed.NEVER;
        };
    }

    private static boolean fitsVariant(SqlType type) {
        return !TypeKinds.isLarge(type) && !type.isMax() && type.kind() != Kind.XML && type.kind() != Kind.ROWVERSION;
    }

    private static Allowed fromText(SqlType from, SqlType to) {
        if (TypeKinds.isBinary(to)) {
            return to.kind() == Kind.ROWVERSION && TypeKinds.isNational(from) ? Allowed.NEVER : Allowed.EXPLICIT;
        }
        return to.kind() == Kind.IMAGE && TypeKinds.isNational(from) ? Allowed.NEVER : Allowed.IMPLICIT;
    }

    private static Allowed fromNumber(SqlType from, SqlType to) {
        if (TypeKinds.isNumber(to) || TypeKinds.isText(to) || TypeKinds.isOldTime(to)) {
            return Allowed.IMPLICIT;
        } else if (TypeKinds.isBinary(to)) {
            return to.kind() == Kind.ROWVERSION && TypeKinds.isApproximate(from) ? Allowed.NEVER : Allowed.IMPLICIT;
        }
        return Allowed.NEVER;
    }

    private static Allowed fromTime(SqlType from, SqlType to) {
        if (TypeKinds.isText(to)) {
            return Allowed.IMPLICIT;
        } else if (TypeKinds.isTime(to)) {
            var isDateAndTime = from.kind() == Kind.DATE && to.kind() == Kind.TIME
                    || from.kind() == Kind.TIME && to.kind() == Kind.DATE;
            return isDateAndTime ? Allowed.NEVER : Allowed.IMPLICIT;
        } else if (TypeKinds.isNumber(to)) {
            return TypeKinds.isOldTime(from) ? Allowed.EXPLICIT : Allowed.NEVER;
        }
        return TypeKinds.isBinary(to) && to.kind() != Kind.ROWVERSION ? Allowed.EXPLICIT : Allowed.NEVER;
    }

    private static Allowed fromBinary(SqlType from, SqlType to) {
        if (TypeKinds.isText(to)) {
            return Allowed.IMPLICIT;
        } else if (TypeKinds.isNewTime(to)) {
            return from.kind() == Kind.ROWVERSION ? Allowed.NEVER : Allowed.EXPLICIT;
        } else if (TypeKinds.isApproximate(to)) {
            return Allowed.NEVER;
        }
        return to.kind() == Kind.NTEXT || to.kind() == Kind.TEXT ? Allowed.NEVER : Allowed.IMPLICIT;
    }
}
