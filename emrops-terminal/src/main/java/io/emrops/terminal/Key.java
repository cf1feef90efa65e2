package io.emrops.terminal;

/** A key that was pressed. */
record Key(Kind kind, int character) {
    enum Kind {
        CHARACTER,
        ENTER,
        ERASE,
        /** Ctrl-U. */
        ERASE_LINE,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        ESCAPE,
        /** There is no terminal any more. */
        END,
        OTHER
    }

    static Key of(Kind kind) {
        return new Key(kind, 0);
    }

    static Key character(int codePoint) {
        return new Key(Kind.CHARACTER, codePoint);
    }

    /** Whether it is this letter, in either case. */
    boolean is(char letter) {
        return kind == Kind.CHARACTER && Character.toLowerCase(character) == letter;
    }
}
