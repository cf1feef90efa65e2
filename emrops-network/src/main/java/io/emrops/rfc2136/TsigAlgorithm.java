package io.emrops.rfc2136;

import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/** How requests and answers are signed; server and client have to mean the same one. */
public enum TsigAlgorithm {
    /** What servers offer if nothing else is said. */
    HMAC_SHA256(TSIG.HMAC_SHA256, "HmacSHA256"),
    /** Of SHA-384. */
    HMAC_SHA384(TSIG.HMAC_SHA384, "HmacSHA384"),
    /** Of SHA-512. */
    HMAC_SHA512(TSIG.HMAC_SHA512, "HmacSHA512");

    private final Name inDns;
    private final String inJava;

    TsigAlgorithm(Name inDns, String inJava) {
        this.inDns = inDns;
        this.inJava = inJava;
    }

    Name inDns() {
        return inDns;
    }

    String inJava() {
        return inJava;
    }
}
