package io.emrops.windows.winrm;

import io.emrops.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/** Where the ticket of a user comes from. Realms and their KDCs are what the JVM's {@code krb5.conf} says. */
public final class TicketSource {
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private final Map<String, String> options;
    private final @Nullable Secret password;
    private final @Nullable Path file;

    private TicketSource(Map<String, String> options, @Nullable Secret password, @Nullable Path file) {
        this.options = Map.copyOf(options);
        this.password = password;
        this.file = file;
    }

    /**
     * A cache of tickets.
     *
     * @param file empty for the one that the JDK finds
     */
    public static TicketSource cache(Optional<Path> file) {
        var options = new HashMap<>(Map.of("useTicketCache", "true", "doNotPrompt", "true"));
        file.ifPresent(path -> options.put("ticketCache", path.toString()));
        return new TicketSource(options, null, file.orElse(null));
    }

    /** A file with the key of a principal. */
    public static TicketSource keytab(String principal, Path file) {
        return new TicketSource(
                Map.of("principal", principal, "useKeyTab", "true", "keyTab", file.toString(), "doNotPrompt", "true"),
                null,
                file);
    }

    /** A password, fetched for each ticket. */
    public static TicketSource password(String principal, Secret password) {
        return new TicketSource(Map.of("principal", principal, "clearPass", "true"), password, null);
    }

    /**
     * Fetches a ticket. Blocks for as long as the JDK waits for a KDC.
     *
     * @throws LoginException if there is none to be had; one attempt was made
     */
    Subject login() throws LoginException {
        if (file != null && !Files.isReadable(file)) {
            throw new LoginException("The file that has the key or the ticket cannot be read");
        }
        var given = fetched();
        try {
            var context = new LoginContext("emrops", new Subject(), asked -> answer(asked, given), new OneModule());
            context.login();
            return context.getSubject();
        } finally {
            Arrays.fill(given, '\0');
        }
    }

    /** Here, as JAAS would make something else of what a vault throws. */
    private char[] fetched() {
        var kept = new AtomicReference<>(new char[0]);
        if (password != null) {
            password.use(chars -> kept.set(chars.clone()));
        }
        return kept.get();
    }

    private static void answer(Callback[] asked, char[] password) throws UnsupportedCallbackException {
        for (var callback : asked) {
            if (callback instanceof PasswordCallback question) {
                question.setPassword(password);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private final class OneModule extends Configuration {
        @Override
        public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options)
            };
        }
    }
}
