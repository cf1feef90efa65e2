package io.emrops.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.notice.Notice;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NoticeMailTest {
    private static final Session SESSION = Session.getInstance(new Properties());
    private static final Instant NOW = Instant.parse("2026-03-29T00:30:00Z");

    @Test
    void a_machine_says_that_it_is_one_and_when() throws Exception {
        var mail = mail(new Notice("stakeholders", "Maintenance", "Tonight.\n"), "run-1/tell#1");

        assertThat(mail).contains("\r\nAuto-Submitted: auto-generated\r\n", "\r\nMIME-Version: 1.0\r\n");
        assertThat(mail).contains("\r\nContent-Type: text/plain; charset=UTF-8\r\n");
        assertThat(parsed(mail).getSentDate().toInstant()).isEqualTo(NOW);
        assertThat(parsed(mail).getFrom()).extracting(Object::toString).containsExactly("ops@hospital.example");
        assertThat(parsed(mail).getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("cio@hospital.example", "wards@hospital.example");
    }

    @Test
    void a_repetition_has_the_same_id_and_another_notice_another() throws Exception {
        var once = id(mail(new Notice("stakeholders", "A", ""), "run-1/tell#1"));

        assertThat(id(mail(new Notice("stakeholders", "A", ""), "run-1/tell#1")))
                .isEqualTo(once);
        assertThat(id(mail(new Notice("stakeholders", "A", ""), "run-1/tell#2")))
                .isNotEqualTo(once);
        assertThat(once).matches("<emrops\\.[0-9a-f]{32}@hospital\\.example>");
    }

    @Test
    void notices_that_are_not_named_each_have_an_id_of_their_own() throws Exception {
        var notice = new Notice("stakeholders", "A", "");

        assertThat(id(mail(notice, ""))).isNotEqualTo(id(mail(notice, "")));
    }

    @Test
    void lines_of_any_length_go_through_relays_that_break_them_at_998() throws Exception {
        var text = "x".repeat(5_000) + "\n" + "ü".repeat(5_000) + " \n.\nFrom here\r\nlast";

        var mail = mail(new Notice("stakeholders", "y".repeat(3_000), text), "key");

        assertThat(mail.split("\r\n")).allMatch(line -> line.length() <= 78);
        assertThat(mail).isASCII();
        assertThat(parsed(mail).getContent())
                .isEqualTo(text.replace("\r\n", "\n").replace("\n", "\r\n"));
        assertThat(parsed(mail).getSubject()).isEqualTo("y".repeat(3_000));
    }

    @Test
    void an_ordinary_subject_can_be_read_in_the_source_of_the_mail() {
        assertThat(NoticeMail.subject("EMRNext 2.1.0 is rolled out tonight"))
                .isEqualTo("EMRNext 2.1.0 is rolled out tonight");
    }

    @Test
    void a_subject_that_looks_encoded_arrives_as_it_was_written() throws Exception {
        var subject = "=?UTF-8?B?SGVsbG8=?=";

        assertThat(parsed(mail(new Notice("stakeholders", subject, ""), "key")).getSubject())
                .isEqualTo(subject);
    }

    @Property(tries = 100)
    void every_subject_and_text_arrives_as_it_was_given(
            @ForAll
                    @StringLength(max = 120)
                    @CharRange(from = ' ', to = '~')
                    @CharRange(from = '\u00a0', to = '\u0fff')
                    @CharRange(from = '一', to = '龥')
                    String subject,
            @ForAll @StringLength(max = 120) @CharRange(from = ' ', to = '~') @CharRange(from = '\n', to = '\n')
                    String text)
            throws Exception {
        var mail = mail(new Notice("stakeholders", subject + "😀" + subject, text), "key");

        assertThat(mail).isASCII();
        assertThat(mail.split("\r\n")).allMatch(line -> line.length() <= 78);
        assertThat(parsed(mail).getSubject()).isEqualTo(subject + "😀" + subject);
        assertThat(parsed(mail).getContent()).isEqualTo(text.replace("\n", "\r\n"));
    }

    private static String mail(Notice notice, String key) throws Exception {
        var to = List.of(new InternetAddress("cio@hospital.example"), new InternetAddress("wards@hospital.example"));
        var out = new ByteArrayOutputStream();
        NoticeMail.of(SESSION, new InternetAddress("ops@hospital.example"), to, notice, key, NOW)
                .writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static MimeMessage parsed(String mail) throws Exception {
        return new MimeMessage(SESSION, new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String id(String mail) throws Exception {
        return parsed(mail).getMessageID();
    }
}
