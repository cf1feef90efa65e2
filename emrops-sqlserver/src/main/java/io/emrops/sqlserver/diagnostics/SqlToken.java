package io.emrops.sqlserver.diagnostics;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a text in Transact-SQL.
 *
 * @param kind what it is
 * @param begin index of its first character
 * @param end behind its last one
 */
record SqlToken(Kind kind, int begin, int end) {
    /** What a piece is. */
    enum Kind {
        /** A keyword, a name or a variable, without brackets. */
        WORD,
        /** A name in brackets that ends. */
        BRACKETED,
        /** A text, a number, a binary value; what is in double quotes, which may be a text; what does not end. */
        LITERAL,
        /** Of either kind; a comment may be in another. */
        COMMENT,
        /** Blanks and ends of lines. */
        SPACE,
        /** Any other character. */
        SYMBOL
    }

    /** All pieces of a text, one behind the other without gaps. Never fails. */
    static List<SqlToken> of(String text) {
        var tokens = new ArrayList<SqlToken>();
        var at = 0;
        while (at < text.length()) {
            var token = new Reader(text, at).read();
            tokens.add(token);
            at = token.end;
        }
        return tokens;
    }

    String in(String text) {
        return text.substring(begin, end);
    }

    /** Reads one piece. */
    private record Reader(String text, int at) {
        SqlToken read() {
            var c = text.charAt(at);
            if (text.startsWith("--", at)) {
                return token(Kind.COMMENT, endOfLine());
            } else if (text.startsWith("/*", at)) {
                return token(Kind.COMMENT, endOfComment());
            } else if (c == '\'' || c == '"') {
                return token(Kind.LITERAL, endOfQuoted(at, c));
            } else if ((c == 'N' || c == 'n') && at(at + 1) == '\'') {
                return token(Kind.LITERAL, endOfQuoted(at + 1, '\''));
            } else if (c == '[') {
                var end = endOfQuoted(at, ']');
                return token(isEnded(end) ? Kind.BRACKETED : Kind.LITERAL, end);
            } else if (Character.isDigit(c)
                    || (c == '.' && Character.isDigit(at(at + 1)))
                    || Character.getType(c) == Character.CURRENCY_SYMBOL) {
                return token(Kind.LITERAL, endOfNumber());
            } else if (Character.isLetter(c) || c == '_' || c == '@' || c == '#') {
                return token(Kind.WORD, endOfWord());
            }
            return token(Character.isWhitespace(c) ? Kind.SPACE : Kind.SYMBOL, at + 1);
        }

        private SqlToken token(Kind kind, int end) {
            return new SqlToken(kind, at, end);
        }

        private char at(int index) {
            return index >= 0 && index < text.length() ? text.charAt(index) : 0;
        }

        private boolean isEnd(int index) {
            return index >= text.length();
        }

        private int endOfLine() {
            var end = at;
            while (!isEnd(end) && at(end) != '\n' && at(end) != '\r') {
                end++;
            }
            return end;
        }

        private int endOfComment() {
            var open = 0;
            var end = at;
            while (!isEnd(end)) {
                if (text.startsWith("/*", end)) {
                    open++;
                    end += 2;
                } else if (text.startsWith("*/", end)) {
                    open--;
                    end += 2;
                    if (open == 0) {
                        return end;
                    }
                } else {
                    end++;
                }
            }
            return end;
        }

        /** A mark that is doubled does not end it. */
        private int endOfQuoted(int begin, char mark) {
            var end = begin + 1;
            while (!isEnd(end)) {
                if (at(end) != mark) {
                    end++;
                } else if (at(end + 1) == mark) {
                    end += 2;
                } else {
                    return end + 1;
                }
            }
            return end;
        }

        private boolean isEnded(int end) {
            var marks = 0;
            while (end - 1 - marks > at && at(end - 1 - marks) == ']') {
                marks++;
            }
            return marks % 2 == 1;
        }

        private int endOfWord() {
            var end = at + 1;
            while (!isEnd(end) && isPartOfWord(at(end))) {
                end++;
            }
            return end;
        }

        private static boolean isPartOfWord(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '@' || c == '#' || c == '$';
        }

        /** Letters that follow at once belong to it here. */
        private int endOfNumber() {
            var binary = at(at) == '0' && (at(at + 1) == 'x' || at(at + 1) == 'X');
            var end = at + 1;
            while (!isEnd(end)) {
                if (isPartOfWord(at(end)) || at(end) == '.' || (!binary && isSignOfExponent(end))) {
                    end++;
                } else if (binary && at(end) == '\\') {
                    end = endOfContinuation(end);
                } else {
                    return end;
                }
            }
            return end;
        }

        private boolean isSignOfExponent(int index) {
            var before = at(index - 1);
            return (at(index) == '+' || at(index) == '-') && (before == 'e' || before == 'E');
        }

        /** A binary value goes on in the next line, behind a backslash. */
        private int endOfContinuation(int backslash) {
            var end = backslash + 1;
            while (at(end) == '\r' || at(end) == '\n') {
                end++;
            }
            return end;
        }
    }
}
