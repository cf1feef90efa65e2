package io.emrops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.database.Administrator;
import io.emrops.database.AdministratorRequest;
import io.emrops.database.DatabaseAdmin;
import io.emrops.database.SecretDelivery;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link DatabaseAdmin} keeps. Each test gets a system with the database {@value #DATABASE}, which nobody administers. */
public abstract class DatabaseAdminContract {
    /** The database. */
    protected static final String DATABASE = "EMRNext";

    /** The login that the tests make; there is none of that name. */
    protected static final String LOGIN = "emr_admin";

    private final Pocket pocket = new Pocket();

    /** For subclasses. */
    protected DatabaseAdminContract() {}

    /** The system under test. */
    protected abstract DatabaseAdmin admin() throws Exception;

    /** By which role of the database somebody is an administrator. */
    protected String role() {
        return "db_owner";
    }

    /** Somebody else makes a login, which may nothing. */
    protected abstract void makeLogin(String login) throws Exception;

    /** Gives a login the role, on behalf of somebody else. */
    protected abstract void makeAdministrator(String login) throws Exception;

    /** Whether there is a login of this name. */
    protected abstract boolean hasLogin(String login) throws Exception;

    /** Whether this secret is the one of the login, if only to be replaced. */
    protected abstract boolean opens(String login, String secret) throws Exception;

    /** Somebody logs in and replaces the one-time secret. */
    protected abstract void replaceSecret(String login) throws Exception;

    /** Whoever the secret is delivered to. */
    private static final class Pocket implements SecretDelivery {
        private final List<String> purposes = new ArrayList<>();
        private final List<String> secrets = new ArrayList<>();
        private Trouble trouble = () -> {};

        @Override
        public void deliver(String purpose, Secret secret) throws Exception {
            purposes.add(purpose);
            secret.use(value -> secrets.add(new String(value)));
            trouble.happen();
        }

        @Override
        public String describe() {
            return "a pocket";
        }

        String last() {
            return secrets.get(secrets.size() - 1);
        }
    }

    private interface Trouble {
        void happen() throws Exception;
    }

    private AdministratorRequest request(String key) {
        return new AdministratorRequest(DATABASE, LOGIN, role(), key);
    }

    private Administrator administrator(boolean made, boolean secretUsed) {
        return new Administrator(DATABASE, LOGIN, role(), made, secretUsed);
    }

    private static String everything(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void what_would_be_made_is_told_and_nothing_is_changed() throws Exception {
        var admin = admin();

        assertThat(admin.preview(request(""))).isNotEmpty().anyMatch(line -> line.contains(LOGIN));
        assertThat(admin.administrators(DATABASE, role())).isEmpty();
        assertThat(admin.find(request(""))).isEmpty();
        assertThat(hasLogin(LOGIN)).isFalse();
    }

    @Test
    void the_secret_is_delivered_before_there_is_a_login_that_it_opens() throws Exception {
        var admin = admin();
        var thereWhenDelivered = new ArrayList<Boolean>();
        pocket.trouble = () -> thereWhenDelivered.add(hasLogin(LOGIN));

        var made = admin.createFirst(request("key"), pocket);

        assertThat(made).isEqualTo(administrator(true, false));
        assertThat(thereWhenDelivered).containsExactly(false);
        assertThat(pocket.purposes).containsExactly(DATABASE + "/" + LOGIN);
        assertThat(opens(LOGIN, pocket.last())).isTrue();
        assertThat(opens(LOGIN, "Some-Other-Secret-1")).isFalse();
        assertThat(admin.administrators(DATABASE, role())).containsExactly(LOGIN);
        assertThat(admin.find(request("key"))).contains(made);
    }

    @Test
    void as_long_as_nobody_has_used_the_secret_the_same_key_delivers_a_new_one() throws Exception {
        var admin = admin();
        admin.createFirst(request("key"), pocket);
        var first = pocket.last();

        assertThat(admin.preview(request("key"))).isNotEmpty();
        assertThat(admin.createFirst(request("key"), pocket)).isEqualTo(administrator(true, false));

        assertThat(pocket.secrets).hasSize(2).doesNotHaveDuplicates();
        assertThat(opens(LOGIN, first)).isFalse();
        assertThat(opens(LOGIN, pocket.last())).isTrue();
    }

    @Test
    void a_login_whose_secret_was_used_keeps_the_one_it_has() throws Exception {
        var admin = admin();
        admin.createFirst(request("key"), pocket);
        replaceSecret(LOGIN);

        var again = admin.createFirst(request("key"), pocket);

        assertThat(again).isEqualTo(administrator(true, true));
        assertThat(admin.find(request("key"))).contains(again);
        assertThat(admin.preview(request("key"))).isEmpty();
        assertThat(pocket.secrets).hasSize(1);
    }

    @Test
    void where_there_is_an_administrator_no_second_one_is_the_first() throws Exception {
        var admin = admin();
        makeLogin("clerk");
        makeAdministrator("clerk");

        assertThatThrownBy(() -> admin.preview(request("")))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining("clerk");
        assertThatThrownBy(() -> admin.createFirst(request("key"), pocket))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(pocket.secrets).isEmpty();
        assertThat(hasLogin(LOGIN)).isFalse();
    }

    @Test
    void whoever_is_the_administrator_already_is_left_as_they_are() throws Exception {
        var admin = admin();
        makeLogin(LOGIN);
        makeAdministrator(LOGIN);

        assertThat(admin.preview(request(""))).isEmpty();
        assertThat(admin.createFirst(request("key"), pocket)).isEqualTo(administrator(false, false));
        admin.remove(request("key"));

        assertThat(pocket.secrets).isEmpty();
        assertThat(admin.administrators(DATABASE, role())).containsExactly(LOGIN);
    }

    @Test
    void a_login_of_that_name_that_others_made_is_not_made_an_administrator() throws Exception {
        var admin = admin();
        makeLogin(LOGIN);

        assertThatThrownBy(() -> admin.createFirst(request("key"), pocket))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageContaining(LOGIN);
        admin.remove(request("key"));

        assertThat(pocket.secrets).isEmpty();
        assertThat(hasLogin(LOGIN)).isTrue();
        assertThat(admin.administrators(DATABASE, role())).isEmpty();
    }

    @Test
    void a_secret_that_cannot_be_delivered_makes_no_login_and_is_in_no_exception() throws Exception {
        var admin = admin();
        pocket.trouble = () -> {
            throw new IllegalStateException("no room for " + pocket.last());
        };

        var failure = catchThrowable(() -> admin.createFirst(request("key"), pocket));

        assertThat(failure).isInstanceOf(PreconditionFailedException.class).hasMessageContaining("a pocket");
        assertThat(everything(failure)).doesNotContain(pocket.last());
        assertThat(hasLogin(LOGIN)).isFalse();
    }

    @Test
    void an_interrupt_of_the_delivery_makes_no_login() throws Exception {
        var admin = admin();
        pocket.trouble = () -> {
            throw new InterruptedException("while it was delivered");
        };

        assertThatThrownBy(() -> admin.createFirst(request("key"), pocket)).isInstanceOf(InterruptedException.class);
        assertThat(hasLogin(LOGIN)).isFalse();
    }

    @Test
    void what_was_made_under_a_key_is_removed_under_that_key_alone() throws Exception {
        var admin = admin();
        admin.createFirst(request("key"), pocket);

        admin.remove(request("another key"));
        assertThat(admin.find(request("another key"))).contains(administrator(false, false));
        assertThat(admin.administrators(DATABASE, role())).containsExactly(LOGIN);

        admin.remove(request("key"));
        admin.remove(request("key"));
        assertThat(hasLogin(LOGIN)).isFalse();
        assertThat(admin.find(request("key"))).isEmpty();
        assertThat(admin.administrators(DATABASE, role())).isEmpty();
    }

    @Test
    void nobody_is_made_or_removed_without_a_key() throws Exception {
        var admin = admin();

        assertThatIllegalArgumentException().isThrownBy(() -> admin.createFirst(request(""), pocket));
        assertThatIllegalArgumentException().isThrownBy(() -> admin.remove(request("")));
        assertThat(pocket.secrets).isEmpty();
    }
}
