package io.emrops.reachability;

/** How far a question had come. */
public enum Phase {
    /** The name was asked for its addresses. */
    RESOLUTION("while its name was looked up"),
    /** The connection was being made. */
    CONNECTION("while it was connected to"),
    /** The connection was there, and TLS was being agreed on. */
    TLS("in the TLS handshake"),
    /** The request was sent, or being sent. */
    HTTP("before its HTTP answer was there");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    /** As in "in the TLS handshake". */
    public String words() {
        return words;
    }
}
