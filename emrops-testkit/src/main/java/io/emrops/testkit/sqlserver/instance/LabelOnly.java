package io.emrops.testkit.sqlserver.instance;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What RESTORE LABELONLY says of a file of a media set ("RESTORE Statements - LABELONLY (Transact-SQL)"). */
final class LabelOnly {
    private LabelOnly() {}

    static Result of(Instance instance, BackupSource source) {
        var media = source.media();
        return new Result.Builder()
                .row()
                .cell("MediaName nvarchar(128)", media.name().isEmpty() ? null : media.name())
                .cell("MediaSetId uniqueidentifier", media.id())
                .cell("FamilyCount int", media.families())
                .cell("FamilySequenceNumber int", source.family())
                .cell("MediaFamilyId uniqueidentifier", idOf(media, source.family()))
                .cell("MediaSequenceNumber int", 1)
                .cell("MediaLabelPresent tinyint", 0)
                .cell("MediaDescription nvarchar(255)", media.description().isEmpty() ? null : media.description())
                .cell("SoftwareName nvarchar(128)", "Microsoft SQL Server")
                .cell("SoftwareVendorId int", 4608)
                .cell(
                        "MediaDate datetime",
                        media.sets().isEmpty()
                                ? null
                                : HeaderOnly.local(instance, media.sets().get(0).started()))
                .cell("Mirror_Count int", 1)
                .cell("IsCompressed bit", media.compressed())
                .build();
    }

    private static UUID idOf(MediaSet media, int family) {
        return UUID.nameUUIDFromBytes((media.id() + "/" + family).getBytes(StandardCharsets.UTF_8));
    }
}
