package io.emrops.mail;

import io.emrops.Secret;
import io.emrops.notice.Notice;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** The mail server that {@code scripts/engines} starts: Exim, with a maildir that can be looked into. */
final class RealRelay {
    private static final Path DIRECTORY = Path.of(System.getenv().getOrDefault("EMROPS_SMTP_DIR", "not-there"));

    private RealRelay() {}

    /** By STARTTLS, with a login. */
    static MailNotifierBuilder notifier() throws Exception {
        return withoutLogin().trusting(trust()).login("emrops", password());
    }

    static MailNotifierBuilder withoutLogin() {
        var server = URI.create("smtp://" + System.getenv("EMROPS_SMTP"));
        return MailNotifier.host(server.getHost()).port(server.getPort()).from("EMR Änderungen <ops@hospital.example>");
    }

    static int tlsPort() throws IOException {
        return Integer.parseInt(Files.readString(DIRECTORY.resolve("tls-port")).strip());
    }

    static Secret password() throws IOException {
        return Secret.of(Files.readString(DIRECTORY.resolve("password")).strip().toCharArray());
    }

    static SSLContext trust() throws Exception {
        return MadeForTest.trusting(DIRECTORY.resolve("certificate.pem"));
    }

    /** A mailbox that nobody else uses. */
    static String mailbox() {
        return "box-" + UUID.randomUUID() + "@hospital.example";
    }

    /** The mails in a mailbox, in the order of their arrival. */
    static List<MimeMessage> mailsFor(String mailbox) throws IOException, MessagingException {
        var found = new ArrayList<MimeMessage>();
        for (var mail : mails()) {
            var to = mail.getHeader("Envelope-to", ",");
            if (to != null && to.contains(mailbox)) {
                found.add(mail);
            }
        }
        return found;
    }

    static Notice notice(String audience, MimeMessage mail) throws IOException, MessagingException {
        return new Notice(
                audience, mail.getSubject(), String.valueOf(mail.getContent()).replace("\r\n", "\n"));
    }

    private static List<MimeMessage> mails() throws IOException, MessagingException {
        var session = Session.getInstance(new Properties());
        var mails = new ArrayList<MimeMessage>();
        List<Path> files;
        try (var all = Files.list(DIRECTORY.resolve("mail/new"))) {
            files = all.sorted().toList();
        }
        for (var file : files) {
            mails.add(new MimeMessage(session, new ByteArrayInputStream(Files.readAllBytes(file))));
        }
        return mails;
    }
}
