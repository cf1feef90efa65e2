package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.ApplicationLocks.Grade;
import io.emrops.testkit.sqlserver.instance.ApplicationLocks.Owner;
import io.emrops.testkit.sqlserver.instance.ApplicationLocks.Resource;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationLocksTest {
    private static final Resource DEPLOY = new Resource("EMRNext", "public", "deploy");
    private static final Resource BACKUP = new Resource("EMRNext", "public", "backup");

    private final Server server = new Server();
    private final ApplicationLocks locks = server.instance.applicationLocks();

    /** While somebody waits, the next of these is done each time that he looks again. */
    private final Queue<Callable<?>> meanwhile = new ArrayDeque<>();

    private final TestClient client = new TestClient(server::pass) {
        @Override
        public void waitFor(List<Integer> sessions) throws IOException {
            var next = meanwhile.poll();
            if (next == null) {
                throw new IOException("session waits for " + sessions);
            }
            try {
                next.call();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    };

    private static Caller session(int spid) {
        return new Caller(spid, "sa", "EMRNext", true);
    }

    private Grade take(int spid, Resource resource, LockMode mode) throws IOException {
        return locks.acquire(session(spid), resource, mode, Owner.SESSION, Optional.empty(), client);
    }

    private Grade take(int spid, Resource resource, LockMode mode, Duration timeout) throws IOException {
        return locks.acquire(session(spid), resource, mode, Owner.SESSION, Optional.of(timeout), client);
    }

    @ParameterizedTest
    @CsvSource({
        "INTENT_SHARED, 1 1 1 1 0",
        "SHARED, 1 1 1 0 0",
        "UPDATE, 1 1 0 0 0",
        "INTENT_EXCLUSIVE, 1 0 0 1 0",
        "EXCLUSIVE, 0 0 0 0 0"
    })
    void modes_go_together_or_do_not(LockMode held, String others) throws IOException {
        take(51, DEPLOY, held);

        var free = new ArrayList<String>();
        for (var mode : LockMode.values()) {
            free.add(locks.isFree(52, DEPLOY, mode) ? "1" : "0");
        }
        assertThat(String.join(" ", free)).isEqualTo(others);
        assertThat(locks.isFree(52, BACKUP, LockMode.EXCLUSIVE)).isTrue();
        assertThat(locks.isFree(51, DEPLOY, LockMode.EXCLUSIVE)).isTrue();
    }

    @Test
    void a_lock_is_granted_at_once_after_others_or_not_in_time() throws IOException {
        assertThat(take(51, DEPLOY, LockMode.EXCLUSIVE)).isEqualTo(Grade.GRANTED);
        assertThat(take(52, DEPLOY, LockMode.SHARED, Duration.ZERO)).isEqualTo(Grade.TIMED_OUT);

        meanwhile.add(() -> {
            server.pass(Duration.ofMillis(600));
            return null;
        });
        meanwhile.add(() -> {
            server.pass(Duration.ofMillis(600));
            return null;
        });
        assertThat(take(52, DEPLOY, LockMode.SHARED, Duration.ofSeconds(1))).isEqualTo(Grade.TIMED_OUT);
        assertThat(meanwhile).isEmpty();

        meanwhile.add(() -> locks.release(51, DEPLOY, Owner.SESSION));
        assertThat(take(52, DEPLOY, LockMode.SHARED)).isEqualTo(Grade.GRANTED_AFTER_WAIT);
        assertThat(locks.mode(52, DEPLOY, Owner.SESSION)).contains(LockMode.SHARED);
        assertThat(locks.mode(51, DEPLOY, Owner.SESSION)).isEmpty();
    }

    @Test
    void who_waits_is_seen_and_comes_before_who_asks_later() throws IOException {
        take(51, DEPLOY, LockMode.SHARED);
        meanwhile.add(() -> {
            assertThat(server.instance.requests()).singleElement().satisfies(request -> {
                assertThat(request.spid()).isEqualTo(52);
                assertThat(request.waitType()).isEqualTo("LCK_M_X");
                assertThat(request.blockedBy()).hasValue(51);
            });
            assertThat(take(53, DEPLOY, LockMode.SHARED, Duration.ZERO)).isEqualTo(Grade.TIMED_OUT);
            assertThat(take(51, DEPLOY, LockMode.UPDATE, Duration.ZERO)).isEqualTo(Grade.GRANTED);
            server.instance.leave(51);
            return null;
        });

        assertThat(take(52, DEPLOY, LockMode.EXCLUSIVE)).isEqualTo(Grade.GRANTED_AFTER_WAIT);
        assertThat(server.instance.requests()).isEmpty();
    }

    @Test
    void a_wait_that_is_broken_off_leaves_nothing() throws IOException {
        take(51, DEPLOY, LockMode.EXCLUSIVE);
        try {
            take(52, DEPLOY, LockMode.EXCLUSIVE);
        } catch (IOException e) {
            assertThat(e).hasMessage("session waits for [51]");
        }
        locks.release(51, DEPLOY, Owner.SESSION);

        assertThat(take(53, DEPLOY, LockMode.EXCLUSIVE)).isEqualTo(Grade.GRANTED);
    }

    @Test
    void of_two_that_wait_for_each_other_the_second_loses() throws IOException {
        take(51, DEPLOY, LockMode.EXCLUSIVE);
        take(52, BACKUP, LockMode.EXCLUSIVE);
        meanwhile.add(() -> {
            assertThat(take(52, DEPLOY, LockMode.EXCLUSIVE)).isEqualTo(Grade.DEADLOCK_VICTIM);
            return locks.release(52, BACKUP, Owner.SESSION);
        });

        assertThat(take(51, BACKUP, LockMode.SHARED)).isEqualTo(Grade.GRANTED_AFTER_WAIT);
    }

    @Test
    void what_was_taken_twice_is_given_back_twice() throws IOException {
        take(51, DEPLOY, LockMode.SHARED);
        take(51, DEPLOY, LockMode.EXCLUSIVE);

        assertThat(locks.release(51, DEPLOY, Owner.SESSION)).isTrue();
        assertThat(locks.mode(51, DEPLOY, Owner.SESSION)).contains(LockMode.SHARED);
        assertThat(locks.release(51, DEPLOY, Owner.TRANSACTION)).isFalse();
        assertThat(locks.release(51, DEPLOY, Owner.SESSION)).isTrue();
        assertThat(locks.release(51, DEPLOY, Owner.SESSION)).isFalse();
    }

    @Test
    void locks_end_with_what_they_belong_to() throws IOException {
        locks.acquire(session(51), DEPLOY, LockMode.EXCLUSIVE, Owner.TRANSACTION, Optional.empty(), client);
        take(51, BACKUP, LockMode.EXCLUSIVE);

        locks.transactionEnded(51);
        assertThat(locks.isFree(52, DEPLOY, LockMode.EXCLUSIVE)).isTrue();
        assertThat(locks.isFree(52, BACKUP, LockMode.EXCLUSIVE)).isFalse();

        server.instance.leave(51);
        assertThat(locks.isFree(52, BACKUP, LockMode.EXCLUSIVE)).isTrue();
    }

    @Test
    void names_keep_their_case_and_255_characters() throws IOException {
        take(51, new Resource("emrnext", "PUBLIC", "x".repeat(255) + "1"), LockMode.EXCLUSIVE);

        assertThat(locks.isFree(52, new Resource("EMRNext", "public", "x".repeat(255)), LockMode.SHARED))
                .isFalse();
        assertThat(locks.isFree(52, new Resource("EMRNext", "public", "X".repeat(255)), LockMode.SHARED))
                .isTrue();
        assertThat(locks.isFree(52, new Resource("Other", "public", "x".repeat(255)), LockMode.SHARED))
                .isTrue();
    }

    private record Turn(int session, boolean deploys, LockMode mode, boolean releases) {}

    @Provide
    Arbitrary<List<Turn>> turns() {
        return Combinators.combine(
                        Arbitraries.integers().between(51, 54),
                        Arbitraries.of(true, false),
                        Arbitraries.of(LockMode.class),
                        Arbitraries.of(true, false))
                .as(Turn::new)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void two_sessions_never_have_what_does_not_go_together(@ForAll("turns") List<Turn> turns) throws IOException {
        for (var turn : turns) {
            var resource = turn.deploys ? DEPLOY : BACKUP;
            if (turn.releases) {
                locks.release(turn.session, resource, Owner.SESSION);
            } else {
                take(turn.session, resource, turn.mode, Duration.ZERO);
            }
            for (var one = 51; one <= 54; one++) {
                for (var other = one + 1; other <= 54; other++) {
                    var modes = List.of(
                            locks.mode(one, resource, Owner.SESSION), locks.mode(other, resource, Owner.SESSION));
                    if (modes.get(0).isPresent() && modes.get(1).isPresent()) {
                        assertThat(modes.get(0).get().goesWith(modes.get(1).get()))
                                .as("%s", modes)
                                .isTrue();
                    }
                }
            }
        }
        for (var session = 51; session <= 54; session++) {
            server.instance.leave(session);
        }
        assertThat(locks.isFree(60, DEPLOY, LockMode.EXCLUSIVE)).isTrue();
        assertThat(locks.isFree(60, BACKUP, LockMode.EXCLUSIVE)).isTrue();
    }

    private Outcome call(String sql, boolean inTransaction) throws Exception {
        return server.run(new Caller(51, "sa", "EMRNext", inTransaction), sql, client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sp_getapplock 'r', 'Exclusive' | 15626",
                "sp_getapplock 'r', 'Bogus', 'Session' | 15625",
                "sp_getapplock 'r', 'Exclusive', 'Bogus' | 15625",
                "sp_getapplock 'r', 'Exclusive', 'Session', -2 | 1227",
                "sp_getapplock NULL, 'Exclusive', 'Session' | 1224",
                "sp_getapplock @LockMode = 'Exclusive', @LockOwner = 'Session' | 1224",
                "sp_releaseapplock 'r', 'Bogus' | 15625",
                "sp_releaseapplock 'r', 'Session' | 1223"
            })
    void a_wrong_call_returns_its_own_number(String sql, int number) throws Exception {
        var outcome = call("EXEC " + sql, false);

        assertThat(outcome.returnStatus()).isEqualTo(-999);
        assertThat(outcome.messages()).extracting(SqlError::number).containsExactly(number);
    }

    @Test
    void a_mode_has_to_be_said() {
        assertThatThrownBy(() -> call("EXEC sp_getapplock 'r', @LockOwner = 'Session'", false))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        e -> assertThat(e.errors()).extracting(SqlError::number).containsExactly(201));
        assertThat(locks.isFree(52, new Resource("EMRNext", "public", "r"), LockMode.EXCLUSIVE))
                .isTrue();
    }

    @Test
    void procedures_take_and_release() throws Exception {
        assertThat(call(
                                "EXEC sp_getapplock @Resource = 'deploy', @LockMode = 'exclusive', @LockOwner = 'SESSION'",
                                false)
                        .returnStatus())
                .isZero();
        assertThat(locks.mode(51, DEPLOY, Owner.SESSION)).contains(LockMode.EXCLUSIVE);
        assertThat(call("EXEC sp_getapplock 'backup', 'Shared'", true).returnStatus())
                .isZero();
        assertThat(locks.mode(51, BACKUP, Owner.TRANSACTION)).contains(LockMode.SHARED);

        take(52, new Resource("EMRNext", "public", "other"), LockMode.EXCLUSIVE);
        assertThat(call("EXEC sp_getapplock 'other', 'Shared', 'Session', 0", false)
                        .returnStatus())
                .isEqualTo(-1);

        assertThat(call("EXEC sp_releaseapplock 'deploy', 'Session'", false).returnStatus())
                .isZero();
        assertThat(locks.isFree(52, DEPLOY, LockMode.EXCLUSIVE)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> call("EXEC sp_getapplock 'r', @Mode = 'Shared'", false));
    }
}
