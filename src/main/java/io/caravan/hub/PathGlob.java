package io.caravan.hub;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of paths as dataset cards have it: {@code *} and {@code ?} stay within a folder, {@code **} between slashes is
 * any folders, {@code [0-9]} one of these characters. Source: {@code resolve_pattern} of huggingface/datasets
 * ({@code data_files.py}), which follows fsspec.
 */
record PathGlob(Pattern pattern, boolean hidden) {
    static PathGlob of(String text) {
        String path = text.startsWith("./") ? text.substring(2) : text;
        var regex = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (path.startsWith("**/", i) && (i == 0 || path.charAt(i - 1) == '/')) {
                regex.append("(?:.+/)?");
                i += 2;
            } else if (path.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[' && path.indexOf(']', i + 1) > i + 1) {
                int end = path.indexOf(']', i + 2);
                String set = path.substring(i + 1, end)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&&", "&\\&");
                regex.append('[')
                        .append(set.startsWith("!") ? "^/" + set.substring(1) : set)
                        .append(']');
                i = end;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        boolean hidden = path.startsWith(".") || path.contains("/.") || path.startsWith("__") || path.contains("/__");
        try {
            return new PathGlob(Pattern.compile(regex.toString(), Pattern.DOTALL), hidden);
        } catch (PatternSyntaxException e) {
            return new PathGlob(Pattern.compile(Pattern.quote(path)), hidden);
        }
    }

    /** Hidden files and folders are found by patterns that name them only. */
    boolean matches(String path) {
        return (hidden || !Layout.hidden(path)) && pattern.matcher(path).matches();
    }
}
