package io.emrops.core.engine;

/** Does what a node of the definition asks for, bit by bit: it returns rather than wait, and is called again later. */
@FunctionalInterface
interface Worker {
    /** Goes on until there is nothing to do but wait. */
    Progression go();

    /** What a strand is to do with its worker. */
    sealed interface Progression {
        /** The node is passed. */
        record Passed() implements Progression {}

        /** Call again when woken. */
        record Parked(Wait until) implements Progression {}

        /** The node failed, and with it the strand. */
        record Failed(String why) implements Progression {}

        Progression PASSED = new Passed();

        static Progression parked(Wait wait) {
            return new Parked(wait);
        }
    }

    /** What a parked strand waits for, as far as the state of the run is concerned. */
    enum Wait {
        /** Its own next attempt or look: it is still at work. */
        TIMER,
        /** Strands that it started: they are at work, or not. */
        CHILDREN,
        /** A person, a window, a lock. */
        OUTSIDE,
        /** A person who says what became of an attempt. */
        DOUBT
    }
}
