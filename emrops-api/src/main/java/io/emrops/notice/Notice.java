package io.emrops.notice;

import java.util.Objects;

/**
 * Something people are told. It leaves the house by mail or telephone, so it holds no patient data.
 *
 * @param audience whom it is for, as the channel knows them, such as {@code stakeholders}
 * @param subject in a line
 * @param text the rest; may be empty
 */
public record Notice(String audience, String subject, String text) {
    public Notice {
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(text, "text");
    }
}
