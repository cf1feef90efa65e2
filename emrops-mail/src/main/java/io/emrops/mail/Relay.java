package io.emrops.mail;

import io.emrops.EmropsException;
import io.emrops.Secret;
import io.emrops.Target;
import io.emrops.notice.Notice;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A relay, and how it is talked to. */
final class Relay {
    private final String host;
    private final int port;
    private final Target target;
    private final Session session;
    private final @Nullable String user;
    private final @Nullable Secret password;
    private final Consumer<String> rawAnswers;

    /** What is said once the relay has let us in. */
    @FunctionalInterface
    interface Exchange {
        void with(Conversation conversation) throws MessagingException;
    }

    Relay(MailNotifierBuilder settings) {
        host = settings.host;
        port = settings.port();
        var name = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        target = new Target("smtp", name, name);
        user = settings.user;
        password = settings.password;
        rawAnswers = settings.rawAnswers;
        session = Session.getInstance(properties(settings));
    }

    Target target() {
        return target;
    }

    NoticeMail write(InternetAddress from, List<InternetAddress> to, Notice notice, String operationKey, Instant now) {
        return NoticeMail.of(session, from, to, notice, operationKey, now);
    }

    /** Connects, logs in, says what is to be said and hangs up. */
    void converse(Exchange exchange) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before " + target + " was asked; nothing was sent");
        }
        var conversation = new Conversation(session, target, rawAnswers);
        try {
            logIn(conversation);
            exchange.with(conversation);
        } catch (MessagingException e) {
            if (!conversation.wasAccepted()) {
                throw failure(conversation, e);
            }
        } finally {
            hangUp(conversation);
        }
    }

    private void logIn(Conversation conversation) throws MessagingException {
        if (user == null || password == null) {
            conversation.connect(host, port, null, null);
            return;
        }
        // The library wants a String, which lives until it is collected.
        var lent = new String[1];
        password.use(chars -> lent[0] = new String(chars));
        conversation.connect(host, port, user, lent[0]);
        if (!conversation.supportsExtension("AUTH")) { // the library would go on without a login
            throw new MessagingException("no login");
        }
    }

    private EmropsException failure(Conversation conversation, MessagingException e) throws InterruptedException {
        if (Thread.currentThread().isInterrupted() && !conversation.isHandedOver()) {
            Thread.interrupted();
            throw new InterruptedException("Interrupted while talking to " + target + "; nothing was sent");
        }
        return new Failure(target, conversation, e).toException();
    }

    private static void hangUp(Conversation conversation) {
        try {
            conversation.close();
        } catch (MessagingException e) {
            // Whatever was to be known is known, and the socket is closed.
        }
    }

    private static Properties properties(MailNotifierBuilder settings) {
        var all = new Properties();
        all.put("mail.smtp.connectiontimeout", millis(settings.connectWithin));
        all.put("mail.smtp.timeout", millis(settings.answerWithin));
        all.put("mail.smtp.writetimeout", millis(settings.writeWithin));
        all.put("mail.smtp.usesocketchannels", "true"); // these an interrupt closes
        // With the fallback, a certificate that was refused is tried again with the trust of the JVM.
        all.put("mail.smtp.socketFactory.fallback", "false");
        all.put("mail.smtp.ssl.checkserveridentity", "true");
        all.put("mail.smtp.ssl.enable", String.valueOf(settings.security == Security.IMPLICIT_TLS));
        all.put("mail.smtp.starttls.enable", String.valueOf(settings.security == Security.STARTTLS));
        all.put("mail.smtp.starttls.required", String.valueOf(settings.security == Security.STARTTLS));
        all.put("mail.smtp.auth", String.valueOf(settings.user != null));
        all.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN"); // over TLS; the others are weaker than it
        all.put("mail.smtp.sendpartial", "false");
        all.put("mail.smtp.quitwait", "false"); // the answer to a goodbye changes nothing
        if (settings.trust != null) {
            all.put("mail.smtp.ssl.socketFactory", settings.trust.getSocketFactory());
        }
        if (!settings.greetAs.isEmpty()) {
            all.put("mail.smtp.localhost", settings.greetAs);
        }
        return all;
    }

    private static String millis(Duration time) {
        return String.valueOf(time.toMillis());
    }
}
