package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.type.AnyValue;
import io.emrops.testkit.sqlserver.type.AnyValue.Cell;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Arguments that a client might send. */
final class Calls {
    private static final List<String> TEXTS = List.of(
            "SELECT 1",
            "SELECT @@TRANCOUNT",
            "BEGIN TRAN",
            "COMMIT",
            "@P0 int, @P1 nvarchar(10)",
            "SET FMTONLY ON SELECT 1 SET FMTONLY OFF",
            "SELECT 1; SELECT 2",
            "");

    private Calls() {}

    static List<Cell> arguments(Random random) {
        var cells = new ArrayList<Cell>();
        for (var i = 0; i < random.nextInt(8); i++) {
            var output = random.nextInt(3) == 0;
            var cell = switch (random.nextInt(5)) {
                case 0 -> new Cell(new Column("c", SqlType.INT, true, output), random.nextInt(8));
                case 1 -> new Cell(new Column("c", SqlType.INT, true, output), random.nextInt());
                case 2, 3 ->
                    new Cell(
                            new Column("c", SqlType.NVARCHAR_MAX, true, output),
                            TEXTS.get(random.nextInt(TEXTS.size())));
                default -> {
                    var type = AnyValue.type(random);
                    yield new Cell(
                            new Column("c", type, true, output),
                            random.nextBoolean() ? null : AnyValue.value(type, random));
                }
            };
            cells.add(cell);
        }
        return cells;
    }
}
