package io.emrops.certificates.acme;

import java.util.Optional;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;

/** What is put up for one order, until it is closed. */
interface Proof extends AutoCloseable {
    /**
     * Puts up what an authority will look for.
     *
     * @return what it is to be told to look for; empty if it does not offer this way
     */
    Optional<Challenge> put(Authorization authorization) throws InterruptedException;

    /** Waits until everybody sees what was put up. */
    default void settle() throws InterruptedException {}

    /** Takes it away again. */
    @Override
    void close();
}
