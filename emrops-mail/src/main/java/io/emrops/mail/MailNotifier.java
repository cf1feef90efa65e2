package io.emrops.mail;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells people by mail. Start here:
 *
 * <pre>{@code
 * var mail = MailNotifier.host("relay.hospital.example")
 *         .login("emrops", Secret.from(vault::mailPassword))
 *         .from("EMR operations <emr-operations@hospital.example>")
 *         .audience("stakeholders", "cio@hospital.example", "wards@hospital.example")
 *         .build();
 * rb.step("tell", "Tell the stakeholders", Notices.send(mail, new Notice("stakeholders", "Maintenance tonight", text)));
 * }</pre>
 *
 * <p>A notice goes to all addresses of its audience or to none: if the relay refuses one of them, nothing is sent, and the
 * error names the addresses. The mail is plain text in UTF-8 and is marked as sent by a machine ({@code Auto-Submitted},
 * RFC 3834), so that nobody's absence note answers it. Everybody in the audience sees the others' addresses.
 *
 * <p>A relay cannot recognise a repetition. The {@code Message-ID} is made from the operation key, the same for each
 * attempt, so that mailboxes which sort out duplicates do, and a relay's log can be asked for it.
 *
 * <p>The target is the relay as it was configured, host and port, and nothing that the relay says of itself: the machines of
 * a pool greet with different names. To whom a notice goes is part of the preview, and so of what an approval is bound to.
 *
 * <p>Each notice has a connection of its own. Safe for use by several threads; an interrupt closes the connection.
 */
public final class MailNotifier implements Notifier {
    private final Relay relay;
    private final InternetAddress from;
    private final Map<String, List<InternetAddress>> audiences;
    private final Clock clock;

    MailNotifier(Relay relay, InternetAddress from, Map<String, List<InternetAddress>> audiences, Clock clock) {
        this.relay = relay;
        this.from = from;
        this.audiences = audiences;
        this.clock = clock;
    }

    /**
     * Begins with the name of the relay, as it is in its certificate; also an address.
     *
     * @throws IllegalArgumentException if it is no name of a host
     */
    public static MailNotifierBuilder host(String name) {
        return new MailNotifierBuilder(name);
    }

    /** The relay: {@code smtp}, host and port. Does not ask it. */
    @Override
    public Target target() {
        return relay.target();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Connects to the relay, secures the connection and logs in, as {@link #send} would, and says goodbye. Whether it
     * would take the addresses is not asked: relays take who asks that without sending for a harvester.
     *
     * @throws PreconditionFailedException if the audience is not known, the subject is not one line, the relay's certificate
     *     is not trusted, or it refuses the login
     * @throws TargetUnavailableException if the relay does not answer
     */
    @Override
    public List<String> preview(Notice notice) throws InterruptedException {
        var to = requireSendable(notice);
        relay.converse(conversation -> {});
        return List.of(
                notice.audience() + " would be told: " + notice.subject(),
                "by mail from " + from.getAddress() + " to "
                        + to.stream().map(InternetAddress::getAddress).collect(Collectors.joining(", ")));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The relay has accepted it then, and passes it on; what a later server refuses comes back to the sender's address.
     *
     * @throws PreconditionFailedException if nothing was sent and a repetition would not help: the audience is not known, the
     *     subject is not one line, the certificate is not trusted, or the relay refused login, sender, an address or the text
     *     for good
     * @throws TargetUnavailableException if nothing was sent: the relay does not answer, was lost, or refused for now
     * @throws OutcomeUnknownException if the connection was lost between the end of the mail and the relay's answer to it
     * @throws InterruptedException if nothing was sent; an interrupt that came too late to know leaves an
     *     {@link OutcomeUnknownException} and is kept
     */
    @Override
    public void send(Notice notice, String operationKey) throws InterruptedException {
        var to = requireSendable(notice);
        var mail = relay.write(from, to, notice, operationKey, clock.instant());
        relay.converse(conversation -> conversation.send(mail));
    }

    private List<InternetAddress> requireSendable(Notice notice) {
        var to = audiences.get(notice.audience());
        if (to == null) {
            throw new PreconditionFailedException(
                    "There is no audience called " + Plain.text(notice.audience()) + " but "
                            + new TreeSet<>(audiences.keySet()) + "; nothing was sent",
                    null,
                    target());
        }
        Plain.firstControl(notice.subject()).ifPresent(at -> {
            throw new PreconditionFailedException(
                    "The subject of the notice to " + notice.audience() + " is not one line of text: character "
                            + (at + 1) + " is a control character; nothing was sent",
                    null,
                    target());
        });
        return to;
    }

    /** {@code MailNotifier[relay.hospital.example:587]}. */
    @Override
    public String toString() {
        return "MailNotifier[" + target().name() + "]";
    }
}
