package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.DnsUpdater;
import io.emrops.dns.RecordSet;
import io.emrops.dns.RecordType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** See {@link ContractsFindFaultsTest}. */
@Timeout(120)
class DnsUpdaterContractFindsFaultsTest {
    private interface Fault {
        Object instead(String method, Object[] args, Faulty.Sound sound, FakeDnsUpdater fake) throws Throwable;
    }

    private static List<String> failures(Fault fault) {
        return ContractsFindFaultsTest.failures(DnsUpdaterContract.class, () -> new FakeDnsUpdaterContractTest() {
            @Override
            protected DnsUpdater dns() {
                super.dns();
                return Faulty.faulty(
                        DnsUpdater.class, fake(), (method, args, sound) -> fault.instead(method, args, sound, fake()));
            }
        });
    }

    private static final String UNKNOWING = "whoever_did_not_know_what_is_there_is_told_and_changes_nothing";
    private static final String RACE = "of_two_who_replace_at_once_one_wins_and_the_other_is_told";

    @Test
    void a_sound_one_passes() {
        assertThat(failures((method, args, sound, fake) -> sound.call())).isEmpty();
    }

    @Test
    void one_that_overwrites_whatever_is_there_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            if (method.equals("replace")) {
                fake.holding((RecordSet) args[1]);
                return null;
            }
            return sound.call();
        });

        assertThat(failures).contains(UNKNOWING, RACE);
    }

    @Test
    void one_that_looks_first_and_overwrites_then_is_found_out() {
        var bothHaveLooked = new CyclicBarrier(2);
        var tests = Thread.currentThread().getName();
        var failures = failures((method, args, sound, fake) -> {
            if (!method.equals("replace")) {
                return sound.call();
            }
            var before = (RecordSet) args[0];
            var now = fake.find(before.name(), before.type());
            if (!now.equals(Optional.of(before)) && !now.equals(Optional.of(args[1]))) {
                return sound.call();
            }
            if (!Thread.currentThread().getName().equals(tests)) {
                bothHaveLooked.await();
            }
            fake.holding((RecordSet) args[1]);
            return null;
        });

        assertThat(failures).contains(RACE);
    }

    @Test
    void one_that_forgets_the_ttl_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            if (method.equals("replace")) {
                var before = (RecordSet) args[0];
                fake.replace(before, ((RecordSet) args[1]).withTtl(before.ttl()));
                return null;
            }
            return sound.call();
        });

        assertThat(failures)
                .contains("a_ttl_is_changed_alone", "a_replacement_takes_values_and_ttl_and_leaves_the_neighbours");
    }

    @Test
    void one_that_does_not_say_what_it_found_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            try {
                return sound.call();
            } catch (PreconditionFailedException e) {
                throw new PreconditionFailedException("No", e);
            }
        });

        assertThat(failures)
                .containsExactlyInAnyOrder(
                        UNKNOWING, RACE, "adding_the_same_again_changes_nothing_and_another_is_refused_and_told");
    }

    @Test
    void one_whose_updates_beside_an_alias_are_ignored_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            try {
                return sound.call();
            } catch (PreconditionFailedException e) {
                if (method.equals("add") && e.getMessage().contains("other records")) {
                    return null;
                }
                throw e;
            }
        });

        assertThat(failures).containsExactly("an_alias_is_alone_and_nothing_goes_beside_it");
    }

    @Test
    void one_that_removes_the_whole_name_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            if (method.equals("replace")) {
                for (var type : List.of(RecordType.TXT, RecordType.AAAA)) {
                    fake.without(((RecordSet) args[0]).name(), type);
                }
            }
            return answer;
        });

        assertThat(failures).containsExactly("a_replacement_takes_values_and_ttl_and_leaves_the_neighbours");
    }

    @Test
    void one_that_asks_the_primary_alone_is_found_out() {
        var failures = failures((method, args, sound, fake) -> method.equals("served")
                ? fake.served((DnsName) args[0], (RecordType) args[1]).subList(0, 1)
                : sound.call());

        assertThat(failures).containsExactly("what_was_added_is_served_by_all_and_told_by_the_resolver");
    }

    @Test
    void one_that_follows_no_aliases_or_all_of_them_is_found_out() {
        var none = failures((method, args, sound, fake) -> method.equals("resolved")
                ? fake.find((DnsName) args[0], (RecordType) args[1])
                        .<DnsAnswer>map(set -> new DnsAnswer.Present("resolver", set))
                        .orElseGet(() -> new DnsAnswer.Absent("resolver"))
                : sound.call());
        var all = failures((method, args, sound, fake) -> method.equals("find")
                        && fake.resolved((DnsName) args[0], (RecordType) args[1]) instanceof DnsAnswer.Present p
                ? Optional.of(p.records())
                : sound.call());

        assertThat(none).containsExactly("the_resolver_follows_aliases");
        assertThat(all).contains("the_resolver_follows_aliases");
    }

    @Test
    void one_that_sets_a_ttl_of_its_own_is_found_out() {
        var failures = failures((method, args, sound, fake) -> {
            var answer = sound.call();
            if (method.equals("add")) {
                fake.holding(((RecordSet) args[0]).withTtl(Duration.ofHours(1)));
            }
            return answer;
        });

        assertThat(failures).contains("records_of_each_type_are_found_as_they_were_given");
    }
}
