package io.emrops.testkit.sqlserver.type;

import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/** Types that columns can have, and values of them in the form in which SQL Server keeps them. */
public final class AnyValue {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final long DAYS =
            LocalDate.of(9999, 12, 31).toEpochDay() - LocalDate.of(1, 1, 1).toEpochDay();

    private static final List<Kind> KINDS =
            Arrays.stream(Kind.values()).filter(kind -> kind != Kind.TABLE).toList();

    private AnyValue() {}

    /** Of every kind but tables. */
    public static Arbitrary<SqlType> types() {
        return Arbitraries.randomValue(random -> type(random));
    }

    /** A value, or a null, and its column. */
    public record Cell(Column column, @Nullable Object value) {
        /** The type and whether there is a value. */
        @Override
        public String toString() {
            return column + (value == null ? " NULL" : " " + value);
        }
    }

    /** One cell of each of some types, both nullable and not. */
    public static Arbitrary<List<Cell>> rows() {
        return Arbitraries.randomValue(random -> {
                    var type = type(random);
                    var nullable = random.nextBoolean();
                    var value = nullable && random.nextInt(5) == 0 ? null : value(type, random);
                    return new Cell(new Column("c" + random.nextInt(9), type, nullable, random.nextBoolean()), value);
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    /** Whether both are the same, bytes by their content. */
    public static boolean same(@Nullable Object one, @Nullable Object other) {
        return one instanceof Variant a && other instanceof Variant b
                ? a.type().equals(b.type()) && same(a.value(), b.value())
                : Objects.deepEquals(one, other);
    }

    /** A type of any kind but a table. */
    public static SqlType type(Random random) {
        return type(KINDS.get(random.nextInt(KINDS.size())), random);
    }

    /** A type of this kind. */
    public static SqlType type(Kind kind, Random random) {
        var precision = 1 + random.nextInt(38);
        return switch (kind) {
            case CHAR, BINARY -> new SqlType(kind, length(random, 8000), 0, 0);
            case NCHAR -> new SqlType(kind, length(random, 4000), 0, 0);
            case VARCHAR, VARBINARY -> new SqlType(kind, random.nextInt(4) == 0 ? -1 : length(random, 8000), 0, 0);
            case NVARCHAR -> new SqlType(kind, random.nextInt(4) == 0 ? -1 : length(random, 4000), 0, 0);
            case DECIMAL, NUMERIC -> new SqlType(kind, -1, precision, random.nextInt(precision + 1));
            case TIME, DATETIME2, DATETIMEOFFSET -> new SqlType(kind, -1, 0, random.nextInt(8));
            default -> new SqlType(kind, -1, 0, 0);
        };
    }

    private static int length(Random random, int most) {
        return random.nextInt(10) == 0 ? most : 1 + random.nextInt(40);
    }

    /** A value of this type, as {@link SqlType#require} leaves it. */
    public static Object value(SqlType type, Random random) {
        return type.require(
                switch (type.kind()) {
                    case TINYINT -> random.nextInt(256);
                    case SMALLINT -> random.nextInt(65536) - 32768;
                    case INT -> random.nextInt();
                    case BIGINT -> random.nextLong();
                    case BIT -> random.nextBoolean();
                    case REAL -> random.nextFloat() * random.nextInt();
                    case FLOAT -> random.nextDouble() * random.nextLong();
                    case MONEY -> BigDecimal.valueOf(random.nextLong(), 4);
                    case SMALLMONEY -> BigDecimal.valueOf(random.nextInt(), 4);
                    case DECIMAL, NUMERIC -> decimal(type, random);
                    case DATE -> date(random);
                    case TIME -> time(random);
                    case DATETIME2 -> LocalDateTime.of(date(random), time(random));
                    case DATETIMEOFFSET ->
                        OffsetDateTime.of(
                                LocalDateTime.of(date(random), time(random)).withYear(2 + random.nextInt(9990)),
                                ZoneOffset.ofTotalSeconds(60 * (random.nextInt(1681) - 840)));
                    case DATETIME -> LocalDateTime.of(date(random).withYear(1753 + random.nextInt(8240)), time(random));
                    case SMALLDATETIME ->
                        LocalDateTime.of(LocalDate.of(1900, 1, 1).plusDays(random.nextInt(65535)), time(random));
                    case CHAR, VARCHAR, TEXT -> {
                        var bytes = bytes(random, type.length());
                        // Five bytes are no character of Windows-1252.
                        yield new String(bytes, WINDOWS).replace('\uFFFD', '€');
                    }
                    case NCHAR, NVARCHAR, NTEXT -> text(random, type.length());
                    case XML -> "<a>" + text(random, -1) + "</a>";
                    case ROWVERSION -> Arrays.copyOf(bytes(random, 8), 8);
                    case BINARY, VARBINARY, IMAGE, HIERARCHYID, GEOMETRY, GEOGRAPHY -> bytes(random, type.length());
                    case UNIQUEIDENTIFIER -> new UUID(random.nextLong(), random.nextLong());
                    case SQL_VARIANT -> variant(random);
                    case TABLE -> throw new IllegalArgumentException("a table is no value of a column");
                });
    }

    private static Variant variant(Random random) {
        while (true) {
            var type = type(random);
            if (type.fitsIntoVariant()) {
                return new Variant(type, value(type, random));
            }
        }
    }

    private static BigDecimal decimal(SqlType type, Random random) {
        var limit = BigInteger.TEN.pow(type.precision());
        var unscaled = new BigInteger(130, random).mod(limit);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
    }

    private static LocalDate date(Random random) {
        return LocalDate.of(1, 1, 1).plusDays((long) (random.nextDouble() * DAYS));
    }

    private static LocalTime time(Random random) {
        return random.nextInt(20) == 0
                ? LocalTime.MAX
                : LocalTime.ofNanoOfDay((long) (random.nextDouble() * 86_399_999_999_999L));
    }

    /** Characters of two units and halves of them are among them; a half that stands alone does not travel in UTF-16. */
    private static String text(Random random, int most) {
        var text = new StringBuilder();
        var units = random.nextInt((most < 0 ? 3000 : most) + 1);
        while (text.length() + 2 <= units) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> 0x1F600 + random.nextInt(40);
                        case 1 -> 0x4E00 + random.nextInt(2000);
                        default -> random.nextInt(256);
                    });
        }
        return text.toString();
    }

    private static byte[] bytes(Random random, int most) {
        var bytes = new byte[random.nextInt((most < 0 ? random.nextInt(10) == 0 ? 70_000 : 300 : most) + 1)];
        random.nextBytes(bytes);
        return bytes;
    }
}
