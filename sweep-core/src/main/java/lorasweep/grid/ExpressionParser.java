package lorasweep.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.grid.Expression.Binary;
import lorasweep.grid.Expression.Literal;
import lorasweep.grid.Expression.Name;
import lorasweep.grid.Expression.Operator;
import lorasweep.grid.Expression.Unary;

/**
 * Reads expressions by recursive descent.
 *
 * <pre>
 * either     = both { "or" both }
 * both       = negation { "and" negation }
 * negation   = "not" negation | comparison
 * comparison = sum [ ("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") sum ]
 * sum        = product { ("+" | "-") product }
 * product    = factor { ("*" | "/") factor }
 * factor     = "-" factor | number | 'text' | name | "true" | "false" | "(" either ")"
 * </pre>
 */
final class ExpressionParser {
    private static final int LONGEST = 1000;
    private static final int DEEPEST = 50;
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)|(?<name>[A-Za-z_][A-Za-z_0-9]*)"
                    + "|'[^']*'|\"[^\"]*\"|(?<sign>==|!=|<=|>=|[-+*/()<>]))\\s*");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final List<Token> tokens;
    private int position;
    private int depth;

    ExpressionParser(String text) {
        this.tokens = tokens(text);
    }

    Expression parse() {
        Expression whole = either();
        if (next().kind() != Kind.END) {
            throw unexpected("the end");
        }
        return whole;
    }

    private Expression either() {
        if (++depth > DEEPEST) {
            throw new ExpressionException("it is nested deeper than " + DEEPEST + " levels");
        }
        Expression left = both();
        while (accept("or")) {
            left = new Binary(Operator.OR, left, both());
        }
        depth--;
        return left;
    }

    private Expression both() {
        Expression left = negation();
        while (accept("and")) {
            left = new Binary(Operator.AND, left, negation());
        }
        return left;
    }

    private Expression negation() {
        if (!accept("not")) {
            return comparison();
        }
        return new Unary("not", negation());
    }

    private Expression comparison() {
        Expression left = sum();
        if (next().isSign() && COMPARISONS.contains(next().text())) {
            return new Binary(operator(), left, sum());
        }
        return left;
    }

    private Expression sum() {
        Expression left = product();
        while (isSign("+") || isSign("-")) {
            left = new Binary(operator(), left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = factor();
        while (isSign("*") || isSign("/")) {
            left = new Binary(operator(), left, factor());
        }
        return left;
    }

    private Expression factor() {
        return switch (next().kind()) {
            case NUMBER -> new Literal(Double.parseDouble(take()));
            case TEXT -> new Literal(take());
            case NAME -> name();
            default -> signed();
        };
    }

    private Expression signed() {
        if (isSign("-")) {
            take();
            return new Unary("-", factor());
        }
        if (!isSign("(")) {
            throw unexpected("a number, a setting's name or \"(\"");
        }
        take();
        Expression inner = either();
        if (!isSign(")")) {
            throw unexpected("\")\"");
        }
        take();
        return inner;
    }

    private Expression name() {
        if (Operator.WRITTEN.containsKey(next().text())) {
            throw unexpected("a number, a setting's name or \"(\"");
        }
        String name = take();
        boolean isTruth = name.equals("true") || name.equals("false");
        return isTruth ? new Literal(Boolean.valueOf(name)) : new Name(name);
    }

    private Operator operator() {
        return Objects.requireNonNull(Operator.WRITTEN.get(take()));
    }

    private boolean accept(String word) {
        if (next().kind() == Kind.NAME && next().text().equals(word)) {
            take();
            return true;
        }
        return false;
    }

    private boolean isSign(String sign) {
        return next().isSign() && next().text().equals(sign);
    }

    private String take() {
        return tokens.get(position++).text();
    }

    private Token next() {
        return tokens.get(position);
    }

    private ExpressionException unexpected(String expected) {
        String found = next().kind() == Kind.END ? "the end" : "\"" + next().text() + "\"";
        return new ExpressionException("found " + found + ", expected " + expected);
    }

    private static List<Token> tokens(String text) {
        if (text.length() > LONGEST) {
            throw new ExpressionException("it has " + text.length() + " characters, expected at most " + LONGEST);
        }
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int position = 0;
        while (position < text.length()) {
            if (!matcher.region(position, text.length()).lookingAt()) {
                throw new ExpressionException(
                        "found \"" + text.substring(position).strip()
                                + "\", expected a number, a setting's name, a text in quotes or an operator");
            }
            tokens.add(Token.of(matcher));
            position = matcher.end();
        }
        tokens.add(new Token(Kind.END, ""));
        return tokens;
    }

    private enum Kind {
        NUMBER,
        NAME,
        TEXT,
        SIGN,
        END
    }

    private record Token(Kind kind, String text) {
        static Token of(Matcher matcher) {
            for (Kind kind : List.of(Kind.NUMBER, Kind.NAME, Kind.SIGN)) {
                String text = matcher.group(kind.name().toLowerCase(Locale.ROOT));
                if (text != null) {
                    return new Token(kind, text);
                }
            }
            return new Token(Kind.TEXT, matcher.group().strip().replaceAll("^['\"]|['\"]$", ""));
        }

        boolean isSign() {
            return kind == Kind.SIGN;
        }
    }
}
