package io.emrops.core.secret;

import java.util.Arrays;

/**
 * The patterns that are looked for, as a tree that shares their beginnings. Children hang on a node as a list, since
 * nearly all nodes have one.
 */
final class Trie {
    private char[] label = new char[256];
    private int[] firstChild = new int[256];
    private int[] nextSibling = new int[256];
    private boolean[] end = new boolean[256];
    private int size = 1;
    private boolean endsChanged;

    void add(char[] pattern) {
        var node = 0;
        for (var c : pattern) {
            var child = firstChild[node];
            while (child != 0 && label[child] != c) {
                child = nextSibling[child];
            }
            node = child != 0 ? child : grow(node, c);
        }
        endsChanged |= !end[node];
        end[node] = true;
    }

    int size() {
        return size;
    }

    /** Whether a pattern has become known since the last {@link #compile}. */
    boolean endsChanged() {
        return endsChanged;
    }

    Automaton compile() {
        endsChanged = false;
        return new Automaton(
                Arrays.copyOf(label, size),
                Arrays.copyOf(firstChild, size),
                Arrays.copyOf(nextSibling, size),
                Arrays.copyOf(end, size));
    }

    private int grow(int parent, char c) {
        if (size == label.length) {
            var grown = Arrays.copyOf(label, size * 2);
            Arrays.fill(label, '\0');
            label = grown;
            firstChild = Arrays.copyOf(firstChild, size * 2);
            nextSibling = Arrays.copyOf(nextSibling, size * 2);
            end = Arrays.copyOf(end, size * 2);
        }
        label[size] = c;
        nextSibling[size] = firstChild[parent];
        firstChild[parent] = size;
        return size++;
    }
}
