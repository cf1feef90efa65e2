package io.emrops.testkit.sqlserver.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.Geography;
import com.microsoft.sqlserver.jdbc.Geometry;
import com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement;
import io.emrops.testkit.sqlserver.ScriptedSqlServer;
import io.emrops.testkit.sqlserver.SqlServerExtension;
import io.emrops.testkit.sqlserver.script.Answer;
import io.emrops.testkit.sqlserver.script.Parameter;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.stream.Stream;
import microsoft.sql.DateTimeOffset;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SqlServerExtension.class)
class ParameterTypesTest {
    private static final String TEXT = "Ä字🏥";
    private static final byte[] BYTES = {0, 1, -1};
    private static final LocalDateTime TIME = LocalDateTime.parse("2026-03-04T05:06:07.1234567");

    @FunctionalInterface
    interface Setter {
        void set(SQLServerPreparedStatement statement) throws SQLException;
    }

    private static Arguments set(String name, Setter setter, String type, Object value) {
        return Arguments.of(name, setter, type, value);
    }

    static Stream<Arguments> setters() {
        return Stream.of(
                set("Byte", it -> it.setByte(1, (byte) 200), "tinyint", 200),
                set("Short", it -> it.setShort(1, Short.MIN_VALUE), "smallint", -32768),
                set("Int", it -> it.setInt(1, Integer.MIN_VALUE), "int", Integer.MIN_VALUE),
                set("Long", it -> it.setLong(1, Long.MIN_VALUE), "bigint", Long.MIN_VALUE),
                set("Boolean", it -> it.setBoolean(1, true), "bit", true),
                set("Float", it -> it.setFloat(1, Float.MIN_VALUE), "real", Float.MIN_VALUE),
                set("Double", it -> it.setDouble(1, Double.MAX_VALUE), "float", Double.MAX_VALUE),
                set(
                        "BigDecimal",
                        it -> it.setBigDecimal(1, new BigDecimal("-12.340")),
                        "decimal(38,3)",
                        new BigDecimal("-12.340")),
                set(
                        "Money",
                        it -> it.setMoney(1, new BigDecimal("-1.2345")),
                        "decimal(38,4)",
                        new BigDecimal("-1.2345")),
                set(
                        "SmallMoney",
                        it -> it.setSmallMoney(1, new BigDecimal("1.5000")),
                        "decimal(38,4)",
                        new BigDecimal("1.5000")),
                set("String", it -> it.setString(1, TEXT), "nvarchar(4000)", TEXT),
                set("String empty", it -> it.setString(1, ""), "nvarchar(4000)", ""),
                set("String 4000", it -> it.setString(1, "ä".repeat(4000)), "nvarchar(4000)", "ä".repeat(4000)),
                set("String 4001", it -> it.setString(1, "ä".repeat(4001)), "nvarchar(max)", "ä".repeat(4001)),
                set("NString", it -> it.setNString(1, TEXT), "nvarchar(4000)", TEXT),
                set("Bytes", it -> it.setBytes(1, BYTES), "varbinary(8000)", BYTES),
                set("Bytes empty", it -> it.setBytes(1, new byte[0]), "varbinary(8000)", new byte[0]),
                set("Bytes 8001", it -> it.setBytes(1, new byte[8001]), "varbinary(max)", new byte[8001]),
                set("Date", it -> it.setDate(1, Date.valueOf("0001-01-01")), "date", LocalDate.of(1, 1, 1)),
                set("Time", it -> it.setTime(1, Time.valueOf("05:06:07")), "time(7)", LocalTime.parse("05:06:07")),
                set("Timestamp", it -> it.setTimestamp(1, Timestamp.valueOf(TIME)), "datetime2(7)", TIME),
                set(
                        "DateTime",
                        it -> it.setDateTime(1, Timestamp.valueOf("2026-03-04 05:06:07.997")),
                        "datetime2(7)",
                        LocalDateTime.parse("2026-03-04T05:06:07.997")),
                set(
                        "SmallDateTime",
                        it -> it.setSmallDateTime(1, Timestamp.valueOf("2026-03-04 05:06:00")),
                        "datetime2(7)",
                        LocalDateTime.parse("2026-03-04T05:06")),
                set(
                        "DateTimeOffset",
                        it -> it.setDateTimeOffset(
                                1, DateTimeOffset.valueOf(OffsetDateTime.of(TIME, java.time.ZoneOffset.ofHours(-7)))),
                        "datetimeoffset(7)",
                        OffsetDateTime.of(TIME, java.time.ZoneOffset.ofHours(-7))),
                set("LocalDate", it -> it.setObject(1, LocalDate.of(9999, 12, 31)), "date", LocalDate.of(9999, 12, 31)),
                set(
                        "LocalTime",
                        it -> it.setObject(1, LocalTime.parse("23:59:59.9999999")),
                        "time(7)",
                        LocalTime.parse("23:59:59.9999999")),
                set("LocalDateTime", it -> it.setObject(1, TIME), "datetime2(7)", TIME),
                set(
                        "OffsetDateTime",
                        it -> it.setObject(1, OffsetDateTime.parse("2026-03-04T05:06:07.1+05:30")),
                        "datetimeoffset(7)",
                        OffsetDateTime.parse("2026-03-04T05:06:07.1+05:30")),
                set(
                        "UniqueIdentifier",
                        it -> it.setUniqueIdentifier(1, "00112233-4455-6677-8899-aabbccddeeff"),
                        "uniqueidentifier",
                        UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                set(
                        "AsciiStream",
                        it -> it.setAsciiStream(
                                1, new ByteArrayInputStream("abc".getBytes(StandardCharsets.US_ASCII)), 3),
                        "varchar(8000)",
                        "abc"),
                set("CharacterStream", it -> it.setCharacterStream(1, new StringReader(TEXT)), "nvarchar(max)", TEXT),
                set(
                        "NCharacterStream",
                        it -> it.setNCharacterStream(1, new StringReader(TEXT.repeat(9000))),
                        "nvarchar(max)",
                        TEXT.repeat(9000)),
                set(
                        "BinaryStream",
                        it -> it.setBinaryStream(1, new ByteArrayInputStream(new byte[100_000])),
                        "varbinary(max)",
                        new byte[100_000]),
                set("Blob", it -> it.setBlob(1, new ByteArrayInputStream(BYTES)), "varbinary(max)", BYTES),
                set("Clob", it -> it.setClob(1, new StringReader(TEXT)), "nvarchar(max)", TEXT),
                set("NClob", it -> it.setNClob(1, new StringReader(TEXT)), "nvarchar(max)", TEXT),
                set(
                        "SQLXML",
                        it -> {
                            var xml = it.getConnection().createSQLXML();
                            xml.setString("<a>ä</a>");
                            it.setSQLXML(1, xml);
                        },
                        "xml",
                        "<a>ä</a>"),
                set("Object Integer", it -> it.setObject(1, 7), "int", 7),
                set(
                        "Object as DECIMAL",
                        it -> it.setObject(1, "12.5", Types.DECIMAL, 2),
                        "decimal(38,1)",
                        new BigDecimal("12.5")),
                set("Object as CHAR", it -> it.setObject(1, "abc", Types.CHAR), "nvarchar(4000)", "abc"));
    }

    private static Parameter sent(ScriptedSqlServer server, String properties, Setter setter) throws SQLException {
        server.when("UPDATE T SET V = ?").answer(Answer.rowsAffected(1));
        try (var connection = server.dataSource(properties).getConnection();
                var statement = connection.prepareStatement("UPDATE T SET V = ?")) {
            setter.set(statement.unwrap(SQLServerPreparedStatement.class));
            assertThat(statement.executeUpdate()).isOne();
        }
        return server.statements()
                .get(server.statements().size() - 1)
                .parameters()
                .get(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("setters")
    void what_is_set_arrives_with_its_type(
            String name, Setter setter, String type, Object value, ScriptedSqlServer server) throws SQLException {
        for (var properties : new String[] {
            "sendTimeAsDatetime=false",
            "sendTimeAsDatetime=false;packetSize=512",
            "sendTimeAsDatetime=false;enablePrepareOnFirstPreparedStatementCall=true"
        }) {
            var sent = sent(server, properties, setter);

            assertThat(sent.type()).hasToString(type);
            assertThat(sent.value()).isEqualTo(value);
            assertThat(sent.output()).isFalse();
        }
    }

    static Stream<Arguments> spatial() throws SQLException {
        return Stream.of(
                Arguments.of("geometry", (Setter) it -> it.setGeometry(1, Geometry.STGeomFromText("POINT(1 2)", 0))),
                Arguments.of(
                        "geography", (Setter) it -> it.setGeography(1, Geography.STGeomFromText("POINT(1 2)", 4326))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spatial")
    void places_make_a_round_trip(String type, Setter setter, ScriptedSqlServer server) throws SQLException {
        var sent = sent(server, "", setter);
        server.when("SELECT V")
                .answer(Answer.rows("V " + type).row(sent.value()).row((Object) null));

        assertThat(sent.type()).hasToString("varbinary(8000)");
        try (var connection = server.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT V")) {
            var row = rows.unwrap(com.microsoft.sqlserver.jdbc.SQLServerResultSet.class);
            row.next();
            assertThat(
                            type.equals("geometry")
                                    ? row.getGeometry(1).STAsText()
                                    : row.getGeography(1).STAsText())
                    .isEqualTo("POINT(1 2)");
            row.next();
            assertThat(row.getBytes(1)).isNull();
        }
    }

    static Stream<Arguments> nullTypes() {
        return Stream.of(
                Arguments.of(Types.TINYINT, "tinyint"),
                Arguments.of(Types.SMALLINT, "smallint"),
                Arguments.of(Types.INTEGER, "int"),
                Arguments.of(Types.BIGINT, "bigint"),
                Arguments.of(Types.BIT, "bit"),
                Arguments.of(Types.BOOLEAN, "bit"),
                Arguments.of(Types.REAL, "real"),
                Arguments.of(Types.FLOAT, "float"),
                Arguments.of(Types.DOUBLE, "float"),
                Arguments.of(Types.DECIMAL, "decimal"),
                Arguments.of(Types.NUMERIC, "decimal"),
                Arguments.of(Types.CHAR, "nvarchar(4000)"),
                Arguments.of(Types.VARCHAR, "nvarchar(4000)"),
                Arguments.of(Types.LONGVARCHAR, "nvarchar"),
                Arguments.of(Types.NCHAR, "nvarchar(4000)"),
                Arguments.of(Types.NVARCHAR, "nvarchar(4000)"),
                Arguments.of(Types.LONGNVARCHAR, "nvarchar"),
                Arguments.of(Types.BINARY, "varbinary(8000)"),
                Arguments.of(Types.VARBINARY, "varbinary(8000)"),
                Arguments.of(Types.LONGVARBINARY, "varbinary(8000)"),
                Arguments.of(Types.DATE, "date"),
                Arguments.of(Types.TIME, "datetime"),
                Arguments.of(Types.TIMESTAMP, "datetime2"),
                Arguments.of(microsoft.sql.Types.DATETIMEOFFSET, "datetimeoffset"),
                Arguments.of(microsoft.sql.Types.DATETIME, "datetime"),
                Arguments.of(microsoft.sql.Types.SMALLDATETIME, "datetime2"),
                Arguments.of(microsoft.sql.Types.MONEY, "decimal"),
                Arguments.of(microsoft.sql.Types.SMALLMONEY, "decimal"),
                Arguments.of(microsoft.sql.Types.GUID, "uniqueidentifier"),
                Arguments.of(Types.SQLXML, "xml"),
                Arguments.of(Types.BLOB, "varbinary(8000)"),
                Arguments.of(Types.CLOB, "nvarchar"),
                Arguments.of(Types.NCLOB, "nvarchar"),
                Arguments.of(Types.NULL, "varbinary(8000)"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("nullTypes")
    void nothing_has_a_type_too(int jdbcType, String type, ScriptedSqlServer server) throws SQLException {
        for (var properties : new String[] {"", "sendStringParametersAsUnicode=false"}) {
            var sent = sent(server, properties, (Setter) it -> ((PreparedStatement) it).setNull(1, jdbcType));

            assertThat(sent.value()).isNull();
            if (properties.isEmpty()) {
                assertThat(sent.type().toString()).startsWith(type);
            }
        }
    }
}
