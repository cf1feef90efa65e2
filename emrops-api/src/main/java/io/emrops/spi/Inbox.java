package io.emrops.spi;

import java.util.List;

/**
 * Where other processes leave requests for the runs of a store: an approval, a cancel, a pause. The engine that owns
 * the runs polls it, checks and journals each request, and only then acknowledges it, so that a crash in between
 * delivers it again.
 */
public interface Inbox {
    /** The requests that lie there, oldest first; each stays until it is acknowledged. */
    List<Request> poll();

    /** Removes a request that has been dealt with; one that is gone already is no error. */
    void acknowledge(Request request);

    /** An inbox that is always empty. */
    static Inbox none() {
        return new Inbox() {
            @Override
            public List<Request> poll() {
                return List.of();
            }

            @Override
            public void acknowledge(Request request) {}
        };
    }

    /**
     * A request, opaque to the store.
     *
     * @param id unique among the requests of the store
     * @param content what was asked, as the engine's own format
     */
    record Request(String id, byte[] content) {}
}
