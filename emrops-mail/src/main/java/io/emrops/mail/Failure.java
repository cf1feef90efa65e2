package io.emrops.mail;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.mail.Conversation.Answer;
import io.emrops.mail.Conversation.Stage;
import jakarta.mail.MessagingException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a conversation failed, as what that means for whoever wanted to tell people something. */
final class Failure {
    private final Target target;
    private final Conversation conversation;
    private final MessagingException exception;

    Failure(Target target, Conversation conversation, MessagingException exception) {
        this.target = target;
        this.conversation = conversation;
        this.exception = exception;
    }

    EmropsException toException() {
        var refusals = conversation.refused().values();
        var answer = conversation.answer();
        if (refusals.stream().anyMatch(Failure::isForGood)) {
            return precondition("refused " + refusedAddresses());
        }
        if (refusals.stream().anyMatch(Failure::isForNow)) {
            return unavailable("does not take the mail for now, because of " + refusedAddresses());
        }
        if (answer.isForGood()) {
            return precondition("refused the mail at the " + conversation.stage() + " (" + answer + ")");
        }
        if (answer.isForNow()) {
            return unavailable("does not take the mail for now, at the " + conversation.stage() + " (" + answer + ")");
        }
        if (conversation.isHandedOver()) {
            return unknown();
        }
        return withoutRefusal(answer);
    }

    private EmropsException withoutRefusal(Answer answer) {
        if (isAboutCertificate()) {
            return precondition("has a certificate that is not trusted here, or not for this host");
        }
        if (answer.isYes() && conversation.stage() == Stage.HELLO) { // which said what it offers
            return precondition(
                    "does not offer what is needed: encryption by STARTTLS, and where there is a user, a login "
                            + "by PLAIN or LOGIN");
        }
        return unavailable("did not answer, or was lost, at the " + conversation.stage());
    }

    /** Of an address, 552 is the mailbox or the number of recipients being full (RFC 5321, 4.5.3.1.10). */
    private static boolean isForGood(Answer refusal) {
        return refusal.isForGood() && refusal.code() != 552;
    }

    private static boolean isForNow(Answer refusal) {
        return refusal.isForNow() || refusal.code() == 552;
    }

    private String refusedAddresses() {
        return conversation.refused().entrySet().stream()
                .filter(refusal -> refusal.getValue().code() > 0)
                .map(refusal -> refusal.getKey() + " (" + refusal.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private PreconditionFailedException precondition(String what) {
        return new PreconditionFailedException(target + " " + what + "; nothing was sent", cause(), target);
    }

    private TargetUnavailableException unavailable(String what) {
        return new TargetUnavailableException(target + " " + what + "; nothing was sent", cause(), target);
    }

    private OutcomeUnknownException unknown() {
        return new OutcomeUnknownException(
                target + " was lost after it had been given the mail, before it answered: look into its log for "
                        + conversation.messageId(),
                cause(),
                target);
    }

    /** What failed below the mail protocol; the library's own exceptions quote the relay, which may quote us. */
    private @Nullable Throwable cause() {
        Throwable cause = exception;
        while (cause instanceof MessagingException) {
            cause = cause.getCause();
        }
        return cause;
    }

    private boolean isAboutCertificate() {
        for (var cause = cause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }
}
