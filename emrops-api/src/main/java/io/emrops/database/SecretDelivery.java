package io.emrops.database;

import io.emrops.Secret;

/**
 * Takes a one-time secret to whoever is to use it first, such as a file that only the operator can read. Nothing else ever sees it: it is in no
 * journal, no report and no message.
 */
public interface SecretDelivery {
    /**
     * Delivers it, durably, and returns when it is there. What was delivered for the same purpose before is worthless from now on, and replaced. An
     * exception keeps what the secret is for from being made.
     *
     * @param purpose what it opens, such as {@code EMRNext/emr_admin}; made of names of objects
     * @param secret lends itself; not to be kept
     */
    void deliver(String purpose, Secret secret) throws Exception;

    /** What was delivered for this purpose opens nothing any more. A second call does nothing. */
    default void withdraw(String purpose) throws Exception {}

    /** Where to, as part of a sentence without any secret: "the file /root/emr_admin.secret". */
    String describe();
}
