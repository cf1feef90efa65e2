package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.util.Locale;

/** Writes what a column or an output value is ("[MS-TDS] 2.2.5.6 TYPE_INFO"). */
final class TypeWriter {
    private static final int LARGEST_VARIANT = 8009;
    private static final int LARGEST_TEXT = 0x7FFF_FFFF;
    private static final int LARGEST_NTEXT = 0x7FFF_FFFE;
    private static final String SPATIAL_ASSEMBLY =
            "Microsoft.SqlServer.Types, Version=11.0.0.0, Culture=neutral, PublicKeyToken=89845dcd8080cc91";

    private TypeWriter() {}

    static void write(ByteWriter to, SqlType type, boolean nullable) {
        var fixed = WireType.fixed(type.kind());
        if (!nullable && fixed != 0) {
            to.int8(fixed);
            return;
        }
        to.int8(WireType.nullable(type.kind()));
        switch (type.kind()) {
            case DATE -> {}
            case TIME, DATETIME2, DATETIMEOFFSET -> to.int8(type.scale());
            case DECIMAL, NUMERIC -> {
                to.int8(WireType.size(type));
                to.int8(type.precision());
                to.int8(type.scale());
            }
            case CHAR, VARCHAR -> {
                to.int16(type.isMax() ? WireType.IN_CHUNKS : type.length());
                to.bytes(Collation.bytes());
            }
            case NCHAR, NVARCHAR -> {
                to.int16(type.isMax() ? WireType.IN_CHUNKS : 2 * type.length());
                to.bytes(Collation.bytes());
            }
            case BINARY, VARBINARY -> to.int16(type.isMax() ? WireType.IN_CHUNKS : type.length());
            case ROWVERSION -> to.int16(WireType.size(type));
            case XML -> to.int8(0);
            case TEXT -> {
                to.int32(LARGEST_TEXT);
                to.bytes(Collation.bytes());
            }
            case NTEXT -> {
                to.int32(LARGEST_NTEXT);
                to.bytes(Collation.bytes());
            }
            case IMAGE -> to.int32(LARGEST_TEXT);
            case SQL_VARIANT -> to.int32(LARGEST_VARIANT);
            case HIERARCHYID, GEOMETRY, GEOGRAPHY -> userDefined(to, type.kind());
            case TABLE -> throw new IllegalArgumentException("a table is no column and no output value");
            default -> to.int8(WireType.size(type));
        }
    }

    private static void userDefined(ByteWriter to, Kind kind) {
        to.int16(kind == Kind.HIERARCHYID ? 892 : WireType.IN_CHUNKS);
        to.shortText("master");
        to.shortText("sys");
        to.shortText(kind.name().toLowerCase(Locale.ROOT));
        var name = switch (kind) {
            case GEOMETRY -> "SqlGeometry";
            case GEOGRAPHY -> "SqlGeography";
            default -> "SqlHierarchyId";
        };
        to.longText("Microsoft.SqlServer.Types." + name + ", " + SPATIAL_ASSEMBLY);
    }
}
