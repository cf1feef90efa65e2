package io.emrops.weblog;

/** Takes apart paths of requests. */
final class Paths {
    private static final String HIDDEN = "{id}";

    private Paths() {}

    static String hideIdentifiers(String path) {
        var out = new StringBuilder(path.length());
        for (var start = 0; start <= path.length(); ) {
            var slash = path.indexOf('/', start);
            var end = slash < 0 ? path.length() : slash;
            out.append(identifies(path, start, end) ? HIDDEN : path.substring(start, end));
            if (slash >= 0) {
                out.append('/');
            }
            start = end + 1;
        }
        return out.toString();
    }

    private static boolean identifies(String path, int start, int end) {
        var digits = 0;
        for (var i = start; i < end; i++) {
            var c = path.charAt(i);
            if (c == '@' || c == '%' || c == ';' || c <= ' ' || c > '~') {
                return true;
            }
            digits += c >= '0' && c <= '9' ? 1 : 0;
        }
        return digits >= 2;
    }
}
