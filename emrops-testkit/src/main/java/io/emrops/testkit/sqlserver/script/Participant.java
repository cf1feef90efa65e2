package io.emrops.testkit.sqlserver.script;

import java.util.Optional;

/** Who keeps what a session does, and hears what becomes of its transaction. Called by the thread of the session. */
public interface Participant {
    /** Keeps nothing. */
    Participant NOBODY = new Participant() {
        @Override
        public void isolationLevel(String level) {}

        @Override
        public void began(String name) {}

        @Override
        public Optional<SqlError> commit() {
            return Optional.empty();
        }

        @Override
        public void rolledBack() {}

        @Override
        public void saved(String name) {}

        @Override
        public void rolledBackTo(String name) {}

        @Override
        public void reset() {}
    };

    /** The client wants the next transaction at this level, and those after it; as in {@code READ COMMITTED}. */
    void isolationLevel(String level);

    /** A transaction has begun; the name may be empty. Those inside of it are not told. */
    void began(String name);

    /** It is to be committed; an error says that it was rolled back instead. */
    Optional<SqlError> commit();

    /** It was rolled back. */
    void rolledBack();

    /** It has a savepoint, which may have been there before. */
    void saved(String name);

    /** It was rolled back to a savepoint, which stays. */
    void rolledBackTo(String name);

    /** The session is as after its login; its transaction has ended before. */
    void reset();
}
