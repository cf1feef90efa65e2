package io.emrops.rfc2136;

import java.io.IOException;

/** An answer came, and its signature is missing or wrong: anybody may have sent it. */
final class UntrustedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    UntrustedAnswerException(int error) {
        super(error < 0 ? "The answer is not signed" : "The signature of the answer is wrong: " + error);
    }
}
