package io.caravan.model;

import java.util.ArrayList;
import java.util.List;

/** Reads a prompt template, collecting all that is wrong with it before refusing it. */
final class TemplateParser {
    private final String text;
    private final Template.Builder template = new Template.Builder();
    private final List<Problem> problems = new ArrayList<>();

    TemplateParser(String text) {
        this.text = text;
    }

    Template parse() {
        int at = 0;
        while (at < text.length()) {
            at = step(at);
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        return template.build();
    }

    /** Consumes what starts at {@code at} and returns where the next thing starts. */
    private int step(int at) {
        char c = text.charAt(at);
        if (c != '{' && c != '}') {
            template.literal(c);
            return at + 1;
        }
        if (at + 1 < text.length() && text.charAt(at + 1) == c) {
            template.literal(c);
            return at + 2;
        }
        if (c == '}') {
            problem(at, "has a '}' without a '{' before it; write '}}' for a literal brace");
            return at + 1;
        }
        int end = text.indexOf('}', at);
        if (end < 0) {
            problem(at, "has a '{' without a '}' after it; write '{{' for a literal brace");
            return text.length();
        }
        placeholder(text.substring(at + 1, end), at);
        return end + 1;
    }

    private void placeholder(String name, int at) {
        String unsupported = unsupported(name);
        if (unsupported.isEmpty()) {
            template.column(name);
        } else {
            problem(
                    at,
                    "has the placeholder '{" + name + "}', which " + unsupported
                            + "; a placeholder is a column's name, a literal brace is doubled");
        }
    }

    /** Why this is not a plain column name, in the words of Python's format syntax; empty when it is one. */
    private static String unsupported(String name) {
        if (name.isBlank()) {
            return "is empty";
        }
        if (name.chars().allMatch(Character::isDigit)) {
            return "is a position";
        }
        if (name.contains("{")) {
            return "has a brace inside";
        }
        if (name.contains("!")) {
            return "asks for a conversion ('!')";
        }
        if (name.contains(":")) {
            return "asks for a format (':')";
        }
        if (name.contains("[")) {
            return "asks for an element ('[')";
        }
        if (name.contains(".")) {
            return "asks for an attribute ('.')";
        }
        return "";
    }

    private void problem(int at, String what) {
        long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        problems.add(new Problem("", "line " + line + " of the template " + what));
    }
}
