package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.DatabaseSetting;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Broker;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Switch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What somebody has set of a database that makes no difference to what this instance does; only to what it tells. Immutable. */
public final class DatabaseOptions {
    /** As they are in a new database. */
    public static final DatabaseOptions NONE = new DatabaseOptions(Map.of());

    private final Map<Object, DatabaseSetting> settings;

    private DatabaseOptions(Map<Object, DatabaseSetting> settings) {
        this.settings = Map.copyOf(settings);
    }

    /** What was set of this kind; empty if nothing was. */
    public <S extends DatabaseSetting> Optional<S> find(Class<S> kind) {
        return Optional.ofNullable(settings.get(kind)).map(kind::cast);
    }

    /** Whether a switch is on. */
    public boolean isOn(Switch.Kind kind, boolean unlessSet) {
        return settings.get(kind) instanceof Switch set ? set.on() : unlessSet;
    }

    DatabaseOptions with(DatabaseSetting setting) {
        var copy = new HashMap<>(settings);
        copy.put(setting instanceof Switch set ? set.kind() : kindOf(setting), setting);
        return new DatabaseOptions(copy);
    }

    /** A constant with a body has a class of its own. */
    private static Object kindOf(DatabaseSetting setting) {
        return setting instanceof Enum<?> constant ? constant.getDeclaringClass() : setting.getClass();
    }

    /** As a restore leaves them: nobody trusts what comes from elsewhere ("TRUSTWORTHY Database Property", "RESTORE Arguments"). */
    DatabaseOptions restored() {
        return with(Broker.DISABLE_BROKER)
                .with(new Switch(Switch.Kind.TRUSTWORTHY, false))
                .with(new Switch(Switch.Kind.DB_CHAINING, false));
    }

    /** What was set. */
    @Override
    public String toString() {
        return settings.values().toString();
    }
}
