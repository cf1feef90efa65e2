package io.emrops.core.secret;

/**
 * Finds all patterns in one pass over a text (Aho and Corasick, "Efficient string matching", 1975). A state is the
 * longest beginning of a pattern that the text read so far ends with; its depth is how much of the text is still of
 * interest. Immutable.
 */
final class Automaton {
    static final Automaton EMPTY = new Trie().compile();

    private static final int ASCII = 128;

    private final char[] label;
    private final int[] firstChild;
    private final int[] nextSibling;
    /** The state to fall back to: the longest proper end of this one that is a beginning of a pattern too. */
    private final int[] fallback;
    /** The length of the longest pattern that ends here; 0 if none does. */
    private final int[] found;

    private final int[] depth;
    /** Where an ASCII character leads from the beginning, as nearly every character of a text is read there. */
    private final int[] first = new int[ASCII];

    private final int longest;

    Automaton(char[] label, int[] firstChild, int[] nextSibling, boolean[] end) {
        this.label = label;
        this.firstChild = firstChild;
        this.nextSibling = nextSibling;
        this.fallback = new int[label.length];
        this.found = new int[label.length];
        this.depth = new int[label.length];
        for (var child = firstChild[0]; child != 0; child = nextSibling[child]) {
            if (label[child] < ASCII) {
                first[label[child]] = child;
            }
        }
        this.longest = link(end);
    }

    private int link(boolean[] end) {
        var queue = new int[label.length];
        var head = 0;
        var tail = 1;
        var deepest = 0;
        while (head < tail) {
            var node = queue[head++];
            for (var child = firstChild[node]; child != 0; child = nextSibling[child]) {
                queue[tail++] = child;
                depth[child] = depth[node] + 1;
                fallback[child] = node == 0 ? 0 : next(fallback[node], label[child]);
                found[child] = end[child] ? depth[child] : found[fallback[child]];
                deepest = Math.max(deepest, depth[child]);
            }
        }
        return deepest;
    }

    /** The state after one more character. */
    int next(int state, char c) {
        var from = state;
        while (from != 0) {
            for (var child = firstChild[from]; child != 0; child = nextSibling[child]) {
                if (label[child] == c) {
                    return child;
                }
            }
            from = fallback[from];
        }
        if (c < ASCII) {
            return first[c];
        }
        var child = firstChild[0];
        while (child != 0 && label[child] != c) {
            child = nextSibling[child];
        }
        return child;
    }

    /** How many of the characters read last may be the beginning of a pattern. */
    int depth(int state) {
        return depth[state];
    }

    /** The length of the longest pattern that ends with the character read last; 0 if none does. */
    int found(int state) {
        return found[state];
    }

    /** The length of the longest pattern. */
    int longest() {
        return longest;
    }

    boolean occursIn(CharSequence text) {
        var state = 0;
        for (var i = 0; i < text.length(); i++) {
            state = next(state, text.charAt(i));
            if (found[state] > 0) {
                return true;
            }
        }
        return false;
    }
}
