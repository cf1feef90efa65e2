package io.emrops.testkit.sqlserver.translation;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in FROM, or a part of it.
 *
 * @param text in the engine's words, without {@code FROM}; empty if nothing needs to stand there
 * @param sources the tables in it, as names see them
 * @param locks what is asked of the rows of it
 */
record From(String text, List<Source> sources, Locks locks) {
    From {
        sources = List.copyOf(sources);
    }

    static From of(String text, Source source) {
        return new From(text, List.of(source), Locks.NONE);
    }

    /** Both of them, with another text. */
    From beside(From other, String both) {
        var all = new ArrayList<>(sources);
        all.addAll(other.sources);
        return new From(both, all, locks.beside(other.locks));
    }

    From optional() {
        return new From(text, sources.stream().map(Source::optional).toList(), locks);
    }

    /** As {@code FROM} is written in a query. */
    String clause() {
        return text.isEmpty() ? "" : " FROM " + text;
    }
}
