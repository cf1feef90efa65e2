package io.emrops.mail;

import io.emrops.Target;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation with a relay. It remembers how far it came and what was answered there: the library's exceptions do not
 * tell a connection that was lost before the end of a mail from one that was lost behind it.
 */
final class Conversation extends SMTPTransport {
    private static final Logger LOG = LoggerFactory.getLogger(MailNotifier.class);
    private static final String RECIPIENT = "RCPT TO:";

    private final Target target;
    private final Consumer<String> rawAnswers;
    private final Map<String, Answer> refused = new LinkedHashMap<>();
    private Stage stage = Stage.CONNECTION;
    private Answer answer = Answer.NONE;
    private String recipient = "";
    private String messageId = "";
    private boolean windingUp;

    /** How far a conversation has come; each name completes "at the …". */
    enum Stage {
        CONNECTION,
        HELLO,
        ENCRYPTION,
        LOGIN,
        SENDER,
        RECIPIENTS,
        TEXT,
        /** The line with the dot has been sent, or part of it: from here on the relay may have accepted the mail. */
        END;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a relay answered, without its words.
     *
     * @param code of RFC 5321; not positive if there was none
     * @param status of RFC 3463, or empty
     */
    record Answer(int code, String status) {
        static final Answer NONE = new Answer(0, "");
        private static final Pattern STATUS = Pattern.compile("\\d{3}[ -]([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

        static Answer of(int code, String text) {
            var status = STATUS.matcher(text);
            return new Answer(code, status.lookingAt() ? status.group(1) : "");
        }

        boolean isYes() {
            return code / 100 == 2;
        }

        boolean isForNow() {
            return code / 100 == 4;
        }

        boolean isForGood() {
            return code / 100 == 5;
        }

        @Override
        public String toString() {
            return status.isEmpty() ? String.valueOf(code) : code + " " + status;
        }
    }

    Conversation(Session session, Target target, Consumer<String> rawAnswers) {
        super(session, null);
        this.target = target;
        this.rawAnswers = rawAnswers;
    }

    /** Gives the mail to the relay, for all its recipients or none. */
    void send(NoticeMail mail) throws MessagingException {
        messageId = mail.id();
        sendMessage(mail, mail.getAllRecipients());
    }

    /** Of the mail that was to be sent; empty if there was none. */
    String messageId() {
        return messageId;
    }

    Stage stage() {
        return stage;
    }

    /** The last one; {@link Answer#NONE} if the relay was lost before it answered. */
    Answer answer() {
        return answer;
    }

    /** The addresses that were refused, and how. */
    Map<String, Answer> refused() {
        return refused;
    }

    /** Whether the relay has all of the mail, as far as can be known here. */
    boolean isHandedOver() {
        return stage == Stage.END;
    }

    /** Whether the relay has taken responsibility for the mail (RFC 5321, 4.2.5). */
    boolean wasAccepted() {
        return isHandedOver() && answer.isYes();
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        begin(command);
        super.sendCommand(command);
    }

    private void begin(String command) {
        if (command.equals("RSET") || command.equals("QUIT")) {
            windingUp = true;
        }
        if (!windingUp) {
            stage = stageOf(command);
            answer = Answer.NONE;
            recipient = stage == Stage.RECIPIENTS ? addressIn(command) : "";
        }
    }

    private Stage stageOf(String command) {
        if (command.equals(".")) {
            return Stage.END;
        }
        return switch (command.split("[ :]", 2)[0]) {
            case "EHLO", "HELO" -> Stage.HELLO;
            case "STARTTLS" -> Stage.ENCRYPTION;
            case "AUTH" -> Stage.LOGIN;
            case "MAIL" -> Stage.SENDER;
            case "RCPT" -> Stage.RECIPIENTS;
            case "DATA" -> Stage.TEXT;
            default -> stage;
        };
    }

    private static String addressIn(String command) {
        return command.substring(RECIPIENT.length()).replaceAll("[<>]", "");
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        if (windingUp) {
            return super.readServerResponse();
        }
        answer = Answer.NONE;
        var code = super.readServerResponse();
        answer = Answer.of(code, getLastServerResponse());
        if (stage == Stage.RECIPIENTS && !answer.isYes()) {
            refused.put(recipient, answer);
        }
        tell();
        return code;
    }

    private void tell() {
        LOG.debug("{} answered {} at the {}", target, answer, stage);
        // A relay may repeat what it did not understand, and that may have been the password.
        var words = stage == Stage.LOGIN
                ? answer.toString()
                : Plain.text(getLastServerResponse().strip());
        try {
            rawAnswers.accept(stage + ": " + words);
        } catch (RuntimeException e) {
            LOG.warn("The sink for the answers of {} failed", target, e);
        }
    }
}
