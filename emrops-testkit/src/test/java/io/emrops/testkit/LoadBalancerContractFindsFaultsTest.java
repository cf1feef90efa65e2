package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.network.Endpoint;
import io.emrops.network.LoadBalancer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class LoadBalancerContractFindsFaultsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private interface Fault {
        Object instead(String method, Object[] args, Faulty.Sound sound, FakeLoadBalancer fake) throws Throwable;
    }

    private static List<String> failures(Fault fault) {
        return ContractsFindFaultsTest.failures(LoadBalancerContract.class, () -> new FakeLoadBalancerContractTest() {
            @Override
            protected LoadBalancer balancer() {
                super.balancer();
                return Faulty.faulty(
                        LoadBalancer.class,
                        fake(),
                        (method, args, sound) -> fault.instead(method, args, sound, fake()));
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Collection<Endpoint> servers(Object[] args) {
        return (Collection<Endpoint>) args[1];
    }

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound, fake) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_does_not_wait_for_health_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            if (method.equals("register")) {
                servers(args).forEach(fake::well);
            }
            return sound.call();
        });

        assertThat(failures).contains("one_that_does_not_become_well_is_not_left_behind_nor_are_those_beside_it");
    }

    @Test
    void one_that_leaves_behind_what_is_not_well_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            try {
                return sound.call();
            } catch (StepFailedException e) {
                servers(args).forEach(fake::well);
                fake.register((String) args[0], servers(args), LONG);
                throw e;
            }
        });

        assertThat(failures)
                .contains(
                        "one_that_does_not_become_well_is_not_left_behind_nor_are_those_beside_it",
                        "one_that_was_found_drained_is_drained_again_if_it_is_not_well");
    }

    @Test
    void one_that_fills_a_pool_as_far_as_there_is_room_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            try {
                return sound.call();
            } catch (PreconditionFailedException e) {
                for (var server : method.equals("register") ? servers(args) : List.<Endpoint>of()) {
                    if (fake.room((String) args[0]) > 0) {
                        fake.register((String) args[0], List.of(server), LONG);
                    }
                }
                throw e;
            }
        });

        assertThat(failures).contains("a_pool_without_room_for_all_takes_none");
    }

    @Test
    void one_that_drains_and_does_not_wait_is_found_out() {
        var failures = failures((method, args, sound, fake) -> method.equals("drain")
                ? fake.drain((String) args[0], servers(args), Duration.ZERO, Progress.none())
                : sound.call());

        assertThat(failures).containsExactly("draining_waits_for_open_sessions_to_end");
    }

    @Test
    void one_that_says_drained_although_sessions_are_open_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            return method.equals("drain") ? Long.valueOf(0) : answer;
        });

        assertThat(failures).contains("sessions_that_do_not_end_are_counted_when_time_is_up");
    }

    @Test
    void one_that_takes_drained_servers_out_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            if (method.equals("drain")) {
                fake.deregister((String) args[0], servers(args));
            }
            return answer;
        });

        assertThat(failures).contains("a_drained_server_gets_no_new_sessions_and_is_taken_back_with_its_weight");
    }

    @Test
    void one_that_gives_the_place_of_a_server_in_maintenance_away_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            if (method.equals("servers")) {
                return fake.servers((String) args[0]).stream()
                        .filter(s -> s.admission() != io.emrops.network.PoolServer.Admission.MAINTENANCE)
                        .toList();
            }
            return sound.call();
        });

        assertThat(failures).contains("a_server_in_maintenance_keeps_its_place_and_is_taken_back");
    }

    @Test
    void one_that_remembers_the_weight_of_who_is_gone_is_found_out() {
        var weights = new java.util.HashMap<Object, Integer>();
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            if (method.equals("weight")) {
                weights.put(args[1], (Integer) args[2]);
            } else if (method.equals("register")) {
                servers(args).stream()
                        .filter(weights::containsKey)
                        .forEach(server -> fake.weight((String) args[0], server, weights.get(server)));
            }
            return answer;
        });

        assertThat(failures).contains("a_server_that_comes_again_has_no_weight_of_before");
    }

    @Test
    void one_that_makes_pools_of_any_name_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            if (args != null && args[0] instanceof String pool && pool.endsWith("nobody")) {
                fake.pool(pool, 3);
            }
            return sound.call();
        });

        assertThat(failures).containsExactly("a_pool_that_is_not_there_is_refused");
    }
}
