package io.emrops.testkit.sqlserver.script;

import java.util.Optional;

/** Who knows the answers. Called by several threads at a time. */
@FunctionalInterface
public interface Responder {
    /** The answer to this request; empty if there is none. Asking counts: an answer for one time is used up. */
    Optional<Answer> answerTo(Request request);

    /** The answer that this request would have; asking does not count, unless a responder knows no other way. */
    default Optional<Answer> lookUp(Request request) {
        return answerTo(request);
    }
}
