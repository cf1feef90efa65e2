package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.TypeName;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which types the names of a statement stand for ("Data types (Transact-SQL)"). */
public final class TypeNames {
    private static final int MOST_DIGITS = 38;
    private static final int LONGEST = 8000;

    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("integer", "int"),
            Map.entry("dec", "decimal"),
            Map.entry("double precision", "float"),
            Map.entry("character", "char"),
            Map.entry("character varying", "varchar"),
            Map.entry("char varying", "varchar"),
            Map.entry("national character", "nchar"),
            Map.entry("national char", "nchar"),
            Map.entry("national character varying", "nvarchar"),
            Map.entry("national char varying", "nvarchar"),
            Map.entry("national text", "ntext"),
            Map.entry("binary varying", "varbinary"),
            Map.entry("rowversion", "timestamp"));

    private static final Map<String, SqlType> PLAIN = Map.ofEntries(
            Map.entry("tinyint", SqlType.TINYINT),
            Map.entry("smallint", SqlType.SMALLINT),
            Map.entry("int", SqlType.INT),
            Map.entry("bigint", SqlType.BIGINT),
            Map.entry("bit", SqlType.BIT),
            Map.entry("real", SqlType.REAL),
            Map.entry("money", SqlType.MONEY),
            Map.entry("smallmoney", SqlType.SMALLMONEY),
            Map.entry("date", SqlType.DATE),
            Map.entry("datetime", SqlType.DATETIME),
            Map.entry("smalldatetime", SqlType.SMALLDATETIME),
            Map.entry("uniqueidentifier", SqlType.UNIQUEIDENTIFIER),
            Map.entry("xml", SqlType.XML),
            Map.entry("text", SqlType.TEXT),
            Map.entry("ntext", SqlType.NTEXT),
            Map.entry("image", SqlType.IMAGE),
            Map.entry("timestamp", SqlType.ROWVERSION),
            Map.entry("sysname", SqlType.nvarchar(128)));

    private final TypeName name;
    private final Refused refused;
    private final int impliedLength;
    private final Optional<Integer> position;

    private TypeNames(TypeName name, Surroundings surroundings, int impliedLength, Optional<Integer> position) {
        this.name = name;
        this.refused = new Refused(surroundings);
        this.impliedLength = impliedLength;
        this.position = position;
    }

    /**
     * Of {@code CAST} and its like, where a text without a length has thirty characters.
     *
     * @throws Refusal 243, 291, 1001, 1002, 131, 192, 2717 if there is no such type; 50000 if we do not have it
     */
    public static SqlType forConversion(TypeName name, Surroundings surroundings) throws Refusal {
        return new TypeNames(name, surroundings, 30, Optional.empty()).type();
    }

    /**
     * Of a column, a parameter or a variable, where a text without a length has one character.
     *
     * @param position from 1, for the message
     * @throws Refusal 2715, 2716, 1001, 1002, 131, 192, 2717 if there is no such type; 50000 if we do not have it
     */
    public static SqlType forDeclaration(TypeName name, int position, Surroundings surroundings) throws Refusal {
        return new TypeNames(name, surroundings, 1, Optional.of(position)).type();
    }

    /**
     * That a column of this type may have this collation.
     *
     * @throws Refusal 447, 448; 50000 if it tells other texts apart than the server's own
     */
    public static void requireCollation(String collation, SqlType type, Surroundings surroundings) throws Refusal {
        var refused = new Refused(surroundings);
        if (!TypeKinds.isText(type) && !TypeKinds.isLarge(type)) {
            throw refused.by(447, TypeKinds.named(type));
        }
        Collations.requireColumns(collation, refused);
    }

    private SqlType type() throws Refusal {
        var plainName = SYNONYMS.getOrDefault(name.name(), name.name());
        var plain = PLAIN.get(plainName);
        if (plain != null) {
            requireNoArguments();
            return plain;
        }
        return switch (plainName) {
            case "char", "varchar", "binary", "varbinary", "nchar", "nvarchar" -> withLength(plainName);
            case "decimal" -> decimal(false);
            case "numeric" -> decimal(true);
            case "float" -> floating();
            case "time" -> SqlType.time(places());
            case "datetime2" -> SqlType.datetime2(places());
            case "datetimeoffset" -> SqlType.datetimeoffset(places());
            case "sql_variant", "hierarchyid", "geometry", "geography", "json", "vector" ->
                throw refused.notPlayed("have values of the type " + plainName);
            default -> throw unknown();
        };
    }

    private Refusal unknown() {
        return position.isPresent()
                ? refused.at(name.line(), 2715, position.get(), name.name())
                : refused.at(name.line(), 243, name.name());
    }

    private void requireNoArguments() throws Refusal {
        if (!name.arguments().isEmpty()) {
            throw tooManyArguments();
        }
    }

    private Refusal tooManyArguments() {
        return position.isPresent()
                ? refused.at(name.line(), 2716, position.get(), name.name())
                : refused.at(name.line(), 291, name.name());
    }

    private SqlType withLength(String plainName) throws Refusal {
        requireAtMost(1);
        var isMax = name.arguments().equals(List.of("max"));
        var isNational = plainName.startsWith("n");
        if (isMax) {
            return switch (plainName) {
                case "varchar" -> SqlType.VARCHAR_MAX;
                case "nvarchar" -> SqlType.NVARCHAR_MAX;
                case "varbinary" -> SqlType.VARBINARY_MAX;
                default -> throw refused.at(name.line(), 102, "max");
            };
        }
        var length = name.arguments().isEmpty() ? impliedLength : argument(0);
        if (length < 1) {
            throw refused.at(name.line(), 1001, name.line(), length);
        } else if (length > LONGEST) {
            throw refused.at(name.line(), 131, length, "type", plainName, LONGEST);
        } else if (isNational && length > LONGEST / 2) {
            throw refused.at(name.line(), 2717, length, "type", plainName, LONGEST / 2);
        }
        return switch (plainName) {
            case "char" -> SqlType.fixedChar(length);
            case "varchar" -> SqlType.varchar(length);
            case "nchar" -> SqlType.nchar(length);
            case "nvarchar" -> SqlType.nvarchar(length);
            case "binary" -> SqlType.binary(length);
            default -> SqlType.varbinary(length);
        };
    }

    private SqlType decimal(boolean isNumeric) throws Refusal {
        requireAtMost(2);
        var precision = name.arguments().isEmpty() ? 18 : argument(0);
        var scale = name.arguments().size() < 2 ? 0 : argument(1);
        if (precision < 1) {
            throw refused.at(name.line(), 1001, name.line(), precision);
        } else if (precision > MOST_DIGITS) {
            throw refused.at(name.line(), 2750, position.orElse(1), precision, MOST_DIGITS);
        } else if (scale > precision) {
            throw refused.at(name.line(), 192);
        }
        return isNumeric ? SqlType.numeric(precision, scale) : SqlType.decimal(precision, scale);
    }

    private SqlType floating() throws Refusal {
        requireAtMost(1);
        var bits = name.arguments().isEmpty() ? 53 : argument(0);
        if (bits < 1 || bits > 53) {
            throw bits < 1
                    ? refused.at(name.line(), 1001, name.line(), bits)
                    : refused.at(name.line(), 2750, position.orElse(1), bits, 53);
        }
        return bits <= 24 ? SqlType.REAL : SqlType.FLOAT;
    }

    private int places() throws Refusal {
        requireAtMost(1);
        var places = name.arguments().isEmpty() ? 7 : argument(0);
        if (places < 0 || places > 7) {
            throw refused.at(name.line(), 1002, name.line(), places);
        }
        return places;
    }

    private void requireAtMost(int count) throws Refusal {
        if (name.arguments().size() > count) {
            throw tooManyArguments();
        }
    }

    private int argument(int place) throws Refusal {
        try {
            return Integer.parseInt(name.arguments().get(place));
        } catch (NumberFormatException e) {
            throw refused.at(name.line(), 102, name.arguments().get(place));
        }
    }
}
