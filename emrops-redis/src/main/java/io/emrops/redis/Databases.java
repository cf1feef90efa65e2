package io.emrops.redis;

import io.emrops.cache.ClearScope;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The databases of a server. */
final class Databases {
    private Databases() {}

    /** Those that hold keys. */
    static Set<Integer> filled(Session session) throws InterruptedException {
        var filled = new TreeSet<Integer>();
        for (var each : session.primaries()) {
            filled.addAll(
                    new InfoText(session.await(each.info("keyspace"))).keys().keySet());
        }
        return filled;
    }

    /** Those of a scope; of the whole server those that hold keys and are named. */
    static Set<Integer> of(Session session, ClearScope scope) throws InterruptedException {
        if (scope instanceof ClearScope.Keys some) {
            return Set.of(some.database());
        }
        if (scope instanceof ClearScope.WholeDatabase whole) {
            return Set.of(whole.database());
        }
        var filled = filled(session);
        filled.retainAll(((ClearScope.WholeServer) scope).databases());
        return filled;
    }

    static int highest(ClearScope scope) {
        if (scope instanceof ClearScope.Keys some) {
            return some.database();
        }
        return scope instanceof ClearScope.WholeDatabase whole
                ? whole.database()
                : Collections.max(((ClearScope.WholeServer) scope).databases());
    }
}
