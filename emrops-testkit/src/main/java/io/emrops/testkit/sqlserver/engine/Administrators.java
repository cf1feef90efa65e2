package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.script.Reply;
import io.emrops.testkit.sqlserver.script.SessionState;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what administrators say. */
@FunctionalInterface
public interface Administrators {
    /**
     * Does it, or tells why not.
     *
     * @param session as it is now
     * @param variables by their names with {@code @}, in lower case
     */
    Done run(AdminStatement statement, SessionState session, Map<String, @Nullable Object> variables, Reply reply)
            throws IOException;

    /**
     * What has come of it.
     *
     * @param errors for which it was not done, which are not told yet; empty if it was
     * @param returnStatus of a procedure
     */
    record Done(List<SqlError> errors, int returnStatus) {
        /** Copies the list. */
        public Done {
            errors = List.copyOf(errors);
        }
    }
}
