package io.emrops.mail;

import io.emrops.notice.Notice;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** A notice as a mail: seven-bit, with short lines, whatever is in it. */
final class NoticeMail extends MimeMessage {
    /** With the name of the header no longer than 76 characters, which RFC 2047 allows. */
    private static final int LONGEST_BARE_SUBJECT = 65;

    /** Likewise, in Base64 and with what goes around it. */
    private static final int LONGEST_WORD_IN_BYTES = 39;

    private final String id;

    private NoticeMail(Session session, String id) {
        super(session);
        this.id = id;
    }

    static NoticeMail of(
            Session session,
            InternetAddress from,
            List<InternetAddress> to,
            Notice notice,
            String operationKey,
            Instant now) {
        var mail = new NoticeMail(session, id(operationKey, from.getAddress()));
        try {
            mail.write(from, to, notice, now);
        } catch (MessagingException e) {
            throw new IllegalStateException("A notice cannot be written as a mail", e);
        }
        return mail;
    }

    private void write(InternetAddress from, List<InternetAddress> to, Notice notice, Instant now)
            throws MessagingException {
        setFrom(from);
        setRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
        setHeader("Subject", subject(notice.subject()));
        setSentDate(Date.from(now));
        setHeader("Auto-Submitted", "auto-generated");
        setDataHandler(new DataHandler(new ByteArrayDataSource(text(notice.text()), "text/plain; charset=UTF-8")));
        setHeader("Content-Transfer-Encoding", "quoted-printable");
        saveChanges();
    }

    String id() {
        return id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    private static byte[] text(String text) {
        return text.replaceAll("\\R", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The same for the same operation, and telling nothing of it. */
    private static String id(String operationKey, String from) {
        var key = operationKey.isEmpty() ? UUID.randomUUID().toString() : operationKey;
        var hash = HexFormat.of().formatHex(sha256(key), 0, 16);
        return "<emrops." + hash + from.substring(from.lastIndexOf('@')) + ">";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /**
     * As it is if any reader shows it as it is, and otherwise in encoded words (RFC 2047). The library's own leave ASCII
     * alone, also where it is too long for a line, looks like an encoded word, or would lose blanks.
     */
    static String subject(String subject) {
        var bare = subject.length() <= LONGEST_BARE_SUBJECT
                && subject.chars().allMatch(c -> c >= ' ' && c <= '~')
                && !subject.contains("=?")
                && subject.equals(subject.strip());
        return bare ? subject : String.join("\r\n ", words(subject));
    }

    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var bytes = 0;
        for (var character : (Iterable<Integer>) text.codePoints()::iterator) {
            var size = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > LONGEST_WORD_IN_BYTES) {
                words.add(word(word));
                word.setLength(0);
                bytes = 0;
            }
            word.appendCodePoint(character);
            bytes += size;
        }
        words.add(word(word));
        return words;
    }

    private static String word(CharSequence text) {
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
}
