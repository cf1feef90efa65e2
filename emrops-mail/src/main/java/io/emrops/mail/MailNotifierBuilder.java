package io.emrops.mail;

import io.emrops.Secret;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Says how notices are mailed. Bad settings throw here; whether the relay is there and lets us in shows at the first
 * preview.
 */
public final class MailNotifierBuilder {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+");
    private static final Pattern GREETING = Pattern.compile("[A-Za-z0-9.-]+|\\[[0-9A-Za-z.:]+]");

    final String host;
    Security security = Security.STARTTLS;
    String greetAs = "";
    Duration connectWithin = Duration.ofSeconds(10);
    Duration answerWithin = Duration.ofMinutes(2);
    Duration writeWithin = Duration.ofMinutes(1);
    Consumer<String> rawAnswers = line -> {};

    @Nullable
    String user;

    @Nullable
    Secret password;

    @Nullable
    SSLContext trust;

    private final Map<String, List<InternetAddress>> audiences = new LinkedHashMap<>();
    private @Nullable InternetAddress from;
    private Clock clock = Clock.systemUTC();
    private int port;

    MailNotifierBuilder(String host) {
        if (!HOST.matcher(Objects.requireNonNull(host, "host")).matches()) {
            throw new IllegalArgumentException("This is no name of a host: " + Plain.text(host));
        }
        this.host = host;
    }

    /** If not called: 587, with {@link #implicitTls} 465, with {@link #unencrypted} 25. */
    public MailNotifierBuilder port(int number) {
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("A port is between 1 and 65535, not " + number);
        }
        this.port = number;
        return this;
    }

    /**
     * TLS from the first byte. If neither this nor {@link #unencrypted} is called, the connection is encrypted by STARTTLS,
     * and nothing is sent if the relay does not offer it.
     */
    public MailNotifierBuilder implicitTls() {
        this.security = Security.IMPLICIT_TLS;
        return this;
    }

    /** Sends in the clear, for a relay on the same machine or a network that is trusted. There is no login then. */
    public MailNotifierBuilder unencrypted() {
        this.security = Security.NONE;
        return this;
    }

    /**
     * Logs in, by PLAIN or LOGIN inside of TLS. If not called, there is no login.
     *
     * @param password fetched for each conversation
     */
    public MailNotifierBuilder login(String user, Secret password) {
        if (user.isBlank() || Plain.firstControl(user).isPresent()) {
            throw new IllegalArgumentException("The name of a user is one line of text");
        }
        this.user = user;
        this.password = Objects.requireNonNull(password, "password");
        return this;
    }

    /**
     * The sender, to whom also comes back what cannot be delivered: {@code ops@hospital.example}, or with a name
     * {@code EMR operations <ops@hospital.example>}.
     *
     * @throws IllegalArgumentException if it is no address
     */
    public MailNotifierBuilder from(String address) {
        this.from = parse(address);
        return this;
    }

    /**
     * People who are told things together.
     *
     * @param name as notices have it in {@link io.emrops.notice.Notice#audience}
     * @param addresses at least one
     * @throws IllegalArgumentException if one is no address, or there is such an audience already
     */
    public MailNotifierBuilder audience(String name, String... addresses) {
        if (name.isBlank() || Plain.firstControl(name).isPresent()) {
            throw new IllegalArgumentException("The name of an audience is one line of text");
        }
        if (addresses.length == 0) {
            throw new IllegalArgumentException("The audience " + name + " has no address");
        }
        var parsed =
                Stream.of(addresses).map(MailNotifierBuilder::parse).distinct().toList();
        if (audiences.putIfAbsent(name, parsed) != null) {
            throw new IllegalArgumentException("The audience " + name + " is given twice");
        }
        return this;
    }

    /** Which certificates are trusted, and which one is shown if the relay asks; if not called, the JVM's default. */
    public MailNotifierBuilder trusting(SSLContext context) {
        this.trust = Objects.requireNonNull(context, "context");
        return this;
    }

    /** The name of this machine in the greeting, for relays that check it; if not called, what the machine is called. */
    public MailNotifierBuilder greetAs(String name) {
        if (!GREETING.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException("This is no name of a machine: " + Plain.text(name));
        }
        this.greetAs = name;
        return this;
    }

    /** How long the connection may take; 10 seconds if not called. */
    public MailNotifierBuilder connectWithin(Duration time) {
        this.connectWithin = requireTime(time);
        return this;
    }

    /**
     * How long the relay may take for each of its answers; 2 minutes if not called. If it is too short for the answer to the
     * whole mail, it is not known whether it was accepted: RFC 5321 (4.5.3.2.6) grants 10 minutes for that one.
     */
    public MailNotifierBuilder answerWithin(Duration time) {
        this.answerWithin = requireTime(time);
        return this;
    }

    /** How long the relay may take to read what is sent; 1 minute if not called. */
    public MailNotifierBuilder writeWithin(Duration time) {
        this.writeWithin = requireTime(time);
        return this;
    }

    /** By which the mails are dated; the system's if not called. */
    public MailNotifierBuilder clock(Clock chosen) {
        this.clock = Objects.requireNonNull(chosen, "chosen");
        return this;
    }

    /**
     * Takes the words of the relay, for debugging: each answer in one line behind where it was given, as in
     * {@code recipients: 550 5.1.1 no such person}. Errors have its numbers only, because the words may quote people. They
     * are passed on without control characters, and not at all for the login. If not called, they are not kept.
     */
    public MailNotifierBuilder rawAnswers(Consumer<String> sink) {
        this.rawAnswers = Objects.requireNonNull(sink, "sink");
        return this;
    }

    /**
     * The notifier. Does not ask the relay.
     *
     * @throws IllegalStateException if there is no sender or no audience, or a password would go over the network in the clear
     */
    public MailNotifier build() {
        var sender = from;
        if (sender == null) {
            throw new IllegalStateException("A mail has a sender: from(…)");
        }
        if (audiences.isEmpty()) {
            throw new IllegalStateException("There is nobody to be told: audience(…)");
        }
        if (security == Security.NONE && user != null) {
            throw new IllegalStateException(
                    "A password is not sent without encryption: leave out login(…) or unencrypted()");
        }
        return new MailNotifier(new Relay(this), sender, Map.copyOf(audiences), clock);
    }

    int port() {
        return port == 0 ? security.usualPort : port;
    }

    private static Duration requireTime(Duration time) {
        if (time.toMillis() < 1 || time.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The time must be between 1 ms and 24 days: " + time);
        }
        return time;
    }

    private static InternetAddress parse(String text) {
        try {
            return requireSingle(text);
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException("This is no mail address: " + Plain.text(text), e);
        }
    }

    private static InternetAddress requireSingle(String text) throws AddressException, UnsupportedEncodingException {
        if (Plain.firstControl(text).isPresent()) {
            throw new AddressException("control character");
        }
        var parsed = InternetAddress.parse(text, true);
        if (parsed.length != 1 || parsed[0].isGroup() || !isAscii(parsed[0].getAddress())) {
            throw new AddressException("not one ASCII address");
        }
        parsed[0].validate();
        parsed[0].setPersonal(parsed[0].getPersonal(), "UTF-8");
        return parsed[0];
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
