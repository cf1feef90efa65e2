package io.emrops.testkit.sqlserver.instance;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What RESTORE FILELISTONLY says of the files in a backup set ("RESTORE Statements - FILELISTONLY (Transact-SQL)"). */
final class FileListOnly {
    private static final int PAGE = 8192;
    private static final long LARGEST_DATA_FILE = 35_184_372_080_640L;
    private static final long LARGEST_LOG_FILE = 2_199_023_255_552L;
    private static final UUID NOBODY = new UUID(0, 0);

    private FileListOnly() {}

    static Result of(BackupSet set) {
        var result = new Result.Builder();
        for (var file : set.source().files()) {
            var isData = file.type() == DatabaseFile.Type.ROWS;
            result.row()
                    .cell("LogicalName nvarchar(128)", file.logicalName())
                    .cell("PhysicalName nvarchar(260)", file.path())
                    .cell("Type nchar(1)", String.valueOf(file.type().code()))
                    .cell("FileGroupName nvarchar(128)", isData ? "PRIMARY" : null)
                    .cell("Size bigint", file.pages() * PAGE)
                    .cell("MaxSize bigint", isData ? LARGEST_DATA_FILE : LARGEST_LOG_FILE)
                    .cell("FileId bigint", file.id())
                    .cell("CreateLSN numeric(25,0)", BigDecimal.ZERO)
                    .cell("DropLSN numeric(25,0)", BigDecimal.ZERO)
                    .cell("UniqueId uniqueidentifier", idOf(set, file))
                    .cell("ReadOnlyLSN numeric(25,0)", BigDecimal.ZERO)
                    .cell("ReadWriteLSN numeric(25,0)", BigDecimal.ZERO)
                    .cell("BackupSizeInBytes bigint", isData ? set.features().bytes() : 0)
                    .cell("SourceBlockSize int", 4096)
                    .cell("FileGroupId int", isData ? 1 : 0)
                    .cell("LogGroupGUID uniqueidentifier", null)
                    .cell(
                            "DifferentialBaseLSN numeric(25,0)",
                            set.differentialBase()
                                    .map(base -> base.lsn().decimal())
                                    .orElse(BigDecimal.ZERO))
                    .cell(
                            "DifferentialBaseGUID uniqueidentifier",
                            set.differentialBase()
                                    .map(BackupSet.DifferentialBase::backupSet)
                                    .orElse(NOBODY))
                    .cell("IsReadOnly bit", false)
                    .cell("IsPresent bit", true)
                    .cell("TDEThumbprint varbinary(20)", null)
                    .cell("SnapshotUrl nvarchar(336)", null);
        }
        return result.build();
    }

    private static UUID idOf(BackupSet set, DatabaseFile file) {
        return UUID.nameUUIDFromBytes((set.source().family() + "/" + file.id()).getBytes(StandardCharsets.UTF_8));
    }
}
