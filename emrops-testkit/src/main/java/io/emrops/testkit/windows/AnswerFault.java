package io.emrops.testkit.windows;

import java.util.Objects;

/** What happens to the answer of one command. */
public sealed interface AnswerFault {
    /** The connection is dropped behind this many bytes of output, or at its end if there are fewer; the command has run. */
    static AnswerFault dropAfter(long bytes) {
        return new Drop(bytes);
    }

    /** The command does not run; it leaves half a CLIXML on its error stream and exits with 1. */
    static AnswerFault halfCliXml() {
        return new HalfCliXml();
    }

    /** This text stands on the output before the answer, as profiles and modules put it there. */
    static AnswerFault garbageBefore(String text) {
        return new Garbage(text);
    }

    /** The command runs and does not end until its client or its watchdog ends it. */
    static AnswerFault silence() {
        return new Silence();
    }

    /** The script runs to its end, and its answer cannot be written. For scripts of emrops alone; others answer as ever. */
    static AnswerFault unanswerable() {
        return new Unanswerable();
    }

    /** @param after bytes */
    record Drop(long after) implements AnswerFault {
        /** @throws IllegalArgumentException if negative */
        public Drop {
            if (after < 0) {
                throw new IllegalArgumentException("after " + after + " bytes");
            }
        }
    }

    /** Half a CLIXML. */
    record HalfCliXml() implements AnswerFault {}

    /** @param text before the answer */
    record Garbage(String text) implements AnswerFault {
        /** The text is not null. */
        public Garbage {
            Objects.requireNonNull(text, "text");
        }
    }

    /** Nothing more. */
    record Silence() implements AnswerFault {}

    /** No answer that can be written. */
    record Unanswerable() implements AnswerFault {}
}
