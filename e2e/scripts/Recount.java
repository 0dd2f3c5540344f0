import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts a triad evaluation anew from its anonymous ballots, with nothing but a JDK:
 *
 * <pre>java e2e/scripts/Recount.java page1.json page2.json ..</pre>
 *
 * Each file is an answer to ballots.graphql. A ballot is the mean of its scores by the weights of the items, a leg the mean of its ballots,
 * the whole the mean of the legs by theirs, without those that are missing; rounded once, half up.
 */
public final class Recount {
    public static void main(String[] files) throws Exception {
        Map<?, ?> evaluation = Map.of();
        List<Map<?, ?>> ballots = new ArrayList<>();
        for (String file : files) {
            Map<?, ?> answer = (Map<?, ?>) new Json(Files.readString(Path.of(file))).value();
            Map<?, ?> data = answer.get("data") instanceof Map<?, ?> inner ? inner : answer;
            evaluation = (Map<?, ?>) data.get("evaluationCampaign");
            ballots.addAll(list(((Map<?, ?>) evaluation.get("ballots")).get("nodes")));
        }
        List<Map<?, ?>> items = list(evaluation.get("items"));
        BigInteger itemWeights = sum(items);
        // The whole is over / under.
        BigInteger over = BigInteger.ZERO;
        BigInteger under = BigInteger.ONE;
        BigInteger legWeights = BigInteger.ZERO;
        for (Map<?, ?> leg : list(evaluation.get("legs"))) {
            List<Map<?, ?>> own = ballots.stream().filter(ballot -> ballot.get("leg").equals(leg.get("kind"))).toList();
            if (own.isEmpty()) {
                System.out.println(leg.get("kind") + " missing");
                continue;
            }
            BigInteger points = BigInteger.ZERO;
            for (Map<?, ?> ballot : own)
                for (Map<?, ?> item : items)
                    points = points.add(whole(((List<?>) ballot.get("scores")).get(whole(item.get("number")).intValue() - 1))
                            .multiply(whole(item.get("weight"))));
            BigInteger of = itemWeights.multiply(BigInteger.valueOf(own.size()));
            System.out.println(leg.get("kind") + " " + rounded(points, of));
            BigInteger weight = whole(leg.get("weight"));
            over = over.multiply(of).add(points.multiply(weight).multiply(under));
            under = under.multiply(of);
            legWeights = legWeights.add(weight);
        }
        System.out.println("SCORE " + (legWeights.signum() == 0 ? "missing" : rounded(over, under.multiply(legWeights))));
    }

    private static BigDecimal rounded(BigInteger over, BigInteger under) {
        return new BigDecimal(over).divide(new BigDecimal(under), 2, RoundingMode.HALF_UP);
    }

    private static BigInteger sum(List<Map<?, ?>> weighted) {
        return weighted.stream().map(each -> whole(each.get("weight"))).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger whole(Object number) {
        return new BigInteger(number.toString());
    }

    private static List<Map<?, ?>> list(Object value) {
        List<Map<?, ?>> list = new ArrayList<>();
        for (Object each : (List<?>) value) list.add((Map<?, ?>) each);
        return list;
    }

    /** JSON as maps, lists and texts. */
    private static final class Json {
        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Object value() {
            char c = next();
            if (c == '{') {
                at++;
                Map<String, Object> map = new LinkedHashMap<>();
                while (next() != '}') {
                    if (text.charAt(at) == ',') at++;
                    next();
                    String name = string();
                    next();
                    at++;
                    map.put(name, value());
                }
                at++;
                return map;
            }
            if (c == '[') {
                at++;
                List<Object> list = new ArrayList<>();
                while (next() != ']') {
                    if (text.charAt(at) == ',') at++;
                    list.add(value());
                }
                at++;
                return list;
            }
            if (c == '"') return string();
            int from = at;
            while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) at++;
            return text.substring(from, at);
        }

        /** The first character that is no space. */
        private char next() {
            while (Character.isWhitespace(text.charAt(at))) at++;
            return text.charAt(at);
        }

        private String string() {
            StringBuilder string = new StringBuilder();
            for (at++; text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\') at++;
                string.append(text.charAt(at));
            }
            at++;
            return string.toString();
        }
    }
}
