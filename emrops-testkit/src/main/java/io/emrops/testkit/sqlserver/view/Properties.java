package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.instance.Database;
import io.emrops.testkit.sqlserver.instance.DatabaseFile;
import io.emrops.testkit.sqlserver.instance.DatabaseVersion;
import io.emrops.testkit.sqlserver.instance.Edition;
import io.emrops.testkit.sqlserver.instance.Instance;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.PageVerify;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Switch.Kind;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.Variant;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What SERVERPROPERTY, DATABASEPROPERTYEX, FILEPROPERTY, DB_ID, DB_NAME, SCHEMA_ID, SCHEMA_NAME, STATS_DATE and COL_LENGTH answer ("SERVERPROPERTY
 * (Transact-SQL)", "DATABASEPROPERTYEX (Transact-SQL)", "DB_ID (Transact-SQL)", "STATS_DATE (Transact-SQL)", "COL_LENGTH (Transact-SQL)"). Empty is NULL.
 */
public final class Properties {
    private static final String COLLATION = "SQL_Latin1_General_CP1_CI_AS";
    private static final int PAGE = 8192;
    private static final int BUILD = 1000;
    private static final SqlType TEXT = SqlType.nvarchar(128);
    private static final LocalDateTime NEVER = LocalDateTime.of(1900, 1, 1, 0, 0);

    private Properties() {}

    /** {@code SERVERPROPERTY(name)}; NULL for a name that the server does not know. */
    public static Optional<Variant> server(Viewer viewer, String name) {
        var instance = viewer.instance();
        var major = instance.majorVersion();
        return Optional.ofNullable(
                switch (name.strip().toLowerCase(Locale.ROOT)) {
                    case "productversion" -> text(version(instance));
                    case "productmajorversion" -> text(String.valueOf(major));
                    case "productminorversion" -> text("0");
                    case "productbuild" -> text(String.valueOf(BUILD));
                    case "productlevel" -> text("RTM");
                    case "edition" -> text(instance.edition().words());
                    case "editionid" -> new Variant(SqlType.BIGINT, editionId(instance.edition()));
                    case "engineedition" -> number(instance.edition().engine());
                    case "servername" -> text(instance.name());
                    case "machinename", "computernamephysicalnetbios" -> text(machineName(instance));
                    case "instancename" ->
                        instanceName(instance).map(Properties::text).orElse(null);
                    case "collation" -> text(COLLATION);
                    case "lcid" -> number(1033);
                    case "sqlcharset" -> new Variant(SqlType.TINYINT, 1);
                    case "sqlcharsetname" -> text("iso_1");
                    case "sqlsortorder" -> new Variant(SqlType.TINYINT, 52);
                    case "sqlsortordername" -> text("nocase_iso");
                    case "licensetype" -> text("DISABLED");
                    case "instancedefaultdatapath", "instancedefaultlogpath" -> text("C:\\Data\\");
                    case "instancedefaultbackuppath" -> major >= 15 ? text("C:\\Backup\\") : null;
                    case "pathseparator" -> major >= 14 ? text("\\") : null;
                    case "processid" -> number(4321);
                    case "isfulltextinstalled", "isxtpsupported" -> number(1);
                    case "ishadrenabled" -> number(instance.availabilityGroups().isEmpty() ? 0 : 1);
                    case "isclustered",
                            "isintegratedsecurityonly",
                            "issingleuser",
                            "islocaldb",
                            "ispolybaseinstalled",
                            "isadvancedanalyticsinstalled",
                            "filestreamconfiguredlevel",
                            "filestreameffectivelevel" -> number(0);
                    case "istempdbmetadatamemoryoptimized" -> major >= 15 ? number(0) : null;
                    case "hadrmanagerstatus" -> number(2);
                    default -> null;
                });
    }

    /** {@code DATABASEPROPERTYEX(database, name)}; NULL for a database that is not there, too. */
    public static Optional<Variant> database(Viewer viewer, String database, String name) {
        synchronized (viewer.instance()) {
            return KnownDatabase.named(viewer.instance(), database)
                    .flatMap(known -> Optional.ofNullable(database(viewer, known, name)));
        }
    }

    private static @Nullable Variant database(Viewer viewer, KnownDatabase database, String name) {
        var options = database.options();
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "status" -> text(database.state().name());
            case "updateability" ->
                text(
                        database.readOnly()
                                        || database.ofUsers()
                                                .filter(Database::isSecondary)
                                                .isPresent()
                                ? "READ_ONLY"
                                : "READ_WRITE");
            case "useraccess" -> text(database.access().name());
            case "recovery" -> text(database.recoveryModel().name());
            case "collation" -> database.isReadable() ? text(COLLATION) : null;
            case "version" ->
                database.isReadable()
                        ? number(DatabaseVersion.of(viewer.instance().majorVersion()))
                        : null;
            case "isinstandby" -> flag(database.standby());
            case "lastgoodcheckdbtime" -> new Variant(SqlType.DATETIME, lastGoodCheck(viewer, database));
            case "isautoclose" -> flag(options.isOn(Kind.AUTO_CLOSE, false));
            case "isautoshrink" -> flag(options.isOn(Kind.AUTO_SHRINK, false));
            case "isautocreatestatistics" -> flag(options.isOn(Kind.AUTO_CREATE_STATISTICS, true));
            case "isautoupdatestatistics" -> flag(options.isOn(Kind.AUTO_UPDATE_STATISTICS, true));
            case "istornpagedetectionenabled" ->
                flag(options.find(PageVerify.class)
                        .filter(PageVerify.TORN_PAGE_DETECTION::equals)
                        .isPresent());
            case "isansinulldefault" -> flag(options.isOn(Kind.ANSI_NULL_DEFAULT, false));
            case "isansinullsenabled" -> flag(options.isOn(Kind.ANSI_NULLS, false));
            case "isansipaddingenabled" -> flag(options.isOn(Kind.ANSI_PADDING, false));
            case "isansiwarningsenabled" -> flag(options.isOn(Kind.ANSI_WARNINGS, false));
            case "isarithmeticabortenabled" -> flag(options.isOn(Kind.ARITHABORT, false));
            case "isnullconcat" -> flag(options.isOn(Kind.CONCAT_NULL_YIELDS_NULL, false));
            case "isnumericroundabortenabled" -> flag(options.isOn(Kind.NUMERIC_ROUNDABORT, false));
            case "isquotedidentifiersenabled" -> flag(options.isOn(Kind.QUOTED_IDENTIFIER, false));
            case "isrecursivetriggersenabled" -> flag(options.isOn(Kind.RECURSIVE_TRIGGERS, false));
            case "isclosecursorsoncommitenabled" -> flag(options.isOn(Kind.CURSOR_CLOSE_ON_COMMIT, false));
            case "ispublished", "issubscribed", "ismergepublished", "issyncwithbackup", "isparameterizationforced" ->
                flag(false);
            case "isfulltextenabled" -> flag(true);
            case "lcid" -> number(1033);
            case "sqlsortorder" -> new Variant(SqlType.TINYINT, 52);
            default -> null;
        };
    }

    private static LocalDateTime lastGoodCheck(Viewer viewer, KnownDatabase database) {
        return database.ofUsers()
                .flatMap(Database::lastGoodCheck)
                .map(viewer::local)
                .orElse(NEVER);
    }

    /** {@code FILEPROPERTY(file, name)}, of a file of the viewer's database by its logical name. */
    public static Optional<Integer> file(Viewer viewer, String file, String name) {
        synchronized (viewer.instance()) {
            return KnownDatabase.named(viewer.instance(), viewer.database())
                    .flatMap(database -> database.files().stream()
                            .filter(each -> each.logicalName().equalsIgnoreCase(file))
                            .findFirst()
                            .flatMap(each -> Optional.ofNullable(file(database, each, name))));
        }
    }

    private static @Nullable Integer file(KnownDatabase database, DatabaseFile file, String name) {
        var isLog = file.type() == DatabaseFile.Type.LOG;
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "spaceused" -> (int) (isLog ? LogViews.used(database) / PAGE : file.pages());
            case "isreadonly" -> 0;
            case "isprimaryfile" -> file.id() == 1 ? 1 : 0;
            case "islogfile" -> isLog ? 1 : 0;
            default -> null;
        };
    }

    /** {@code DB_ID(name)}. */
    public static Optional<Integer> databaseId(Viewer viewer, String name) {
        synchronized (viewer.instance()) {
            return KnownDatabase.named(viewer.instance(), name).map(KnownDatabase::id);
        }
    }

    /** {@code DB_NAME(id)}. */
    public static Optional<String> databaseName(Viewer viewer, int id) {
        synchronized (viewer.instance()) {
            return KnownDatabase.numbered(viewer.instance(), id).map(KnownDatabase::name);
        }
    }

    /** {@code SCHEMA_ID(name)} in the viewer's database. */
    public static Optional<Integer> schemaId(Viewer viewer, String name) {
        return Schema.all(ObjectViews.catalog(viewer)).entrySet().stream()
                .filter(schema -> schema.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** {@code SCHEMA_NAME(id)} in the viewer's database. */
    public static Optional<String> schemaName(Viewer viewer, int id) {
        return Schema.all(ObjectViews.catalog(viewer)).entrySet().stream()
                .filter(schema -> schema.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** {@code STATS_DATE(object, statistics)} in the viewer's database. */
    public static Optional<LocalDateTime> statisticsDate(Viewer viewer, int object, int statistics) {
        return IndexViews.lastUpdated(viewer, object, statistics);
    }

    /** {@code COL_LENGTH} of a column of this type: bytes, or -1. */
    public static int lengthOf(SqlType type) {
        return TypeShape.of(type).maxLength();
    }

    /** As in {@code sys.types}. */
    public static int systemIdOf(SqlType type) {
        return TypeShape.of(type).systemId();
    }

    /** As {@code sys.columns} has it for a column of this type. */
    public static int precisionOf(SqlType type) {
        return TypeShape.of(type).precision();
    }

    /** As {@code sys.columns} has it for a column of this type. */
    public static int scaleOf(SqlType type) {
        return TypeShape.of(type).scale();
    }

    /** As in {@code 16.0.1000.0}. */
    public static String version(Instance instance) {
        return instance.majorVersion() + ".0." + BUILD + ".0";
    }

    /** What stands behind the machine's name; empty for a default instance. */
    static Optional<String> instanceName(Instance instance) {
        var backslash = instance.name().indexOf('\\');
        return backslash < 0 ? Optional.empty() : Optional.of(instance.name().substring(backslash + 1));
    }

    private static String machineName(Instance instance) {
        return instance.name().split("\\\\", 2)[0];
    }

    private static long editionId(Edition edition) {
        return switch (edition) {
            case ENTERPRISE -> 1_804_890_536L;
            case DEVELOPER -> -2_117_995_310L;
            case STANDARD -> -1_534_726_760L;
            case WEB -> 1_293_598_313L;
            case EXPRESS -> -1_592_396_055L;
        };
    }

    private static Variant text(String value) {
        return new Variant(TEXT, value);
    }

    private static Variant number(int value) {
        return new Variant(SqlType.INT, value);
    }

    private static Variant flag(boolean on) {
        return number(on ? 1 : 0);
    }
}
