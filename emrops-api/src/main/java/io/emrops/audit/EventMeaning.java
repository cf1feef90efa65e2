package io.emrops.audit;

/** What an event means to those who review it; which events have a meaning is said by the {@link AuditTable}. */
public enum EventMeaning {
    /** Somebody could not log in ("log-in monitoring", 45 CFR 164.308(a)(5)(ii)(C)). */
    FAILED_LOGIN("failed logins"),
    /** Somebody saw or changed what is known of a patient ("information system activity review", 164.308(a)(1)(ii)(D)). */
    PHI_ACCESS("accesses to patient data");

    private final String words;

    EventMeaning(String words) {
        this.words = words;
    }

    /** As part of a sentence: "failed logins". */
    public String words() {
        return words;
    }
}
