package org.linli.imports;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.territory.TerritoryRefusal.CodeMalformed;

/** What a column holds. */
sealed interface Form {
    /** Between several values of a cell. */
    Pattern SEPARATOR = Pattern.compile("[,，、;；|\\s]+");

    /**
     * What a text means.
     *
     * @throws Broken where it means nothing
     */
    Object read(String text);

    /** What it takes, in Chinese and in English. */
    String takesZh();

    String takesEn();

    /** A text on one line, at most so long. */
    record Text(int most) implements Form {
        @Override
        public Object read(String text) {
            if (text.codePointCount(0, text.length()) > most) throw new Broken(ImportRule.TOO_LONG);
            return text;
        }

        @Override
        public String takesZh() {
            return "文本，最多 %d 字".formatted(most);
        }

        @Override
        public String takesEn() {
            return "Text, at most %d characters".formatted(most);
        }
    }

    /** The code of a record, of this file or already there. */
    record Code() implements Form {
        @Override
        public Object read(String text) {
            try {
                CodeMalformed.check(text);
                return text;
            } catch (Refused malformed) {
                throw new Broken(ImportRule.CODE_MALFORMED);
            }
        }

        @Override
        public String takesZh() {
            return "数字、大写字母和连字符，最多 24 位";
        }

        @Override
        public String takesEn() {
            return "Digits, capitals and hyphens, at most 24";
        }
    }

    /** Several codes. */
    record Codes() implements Form {
        @Override
        public Object read(String text) {
            List<String> codes = List.of(SEPARATOR.split(text));
            codes.forEach(new Code()::read);
            return codes;
        }

        @Override
        public String takesZh() {
            return "编码，多个以顿号或逗号分隔";
        }

        @Override
        public String takesEn() {
            return "Codes, separated by commas";
        }
    }

    /** A day, as people write it here. */
    record Day() implements Form {
        private static final List<DateTimeFormatter> FORMS = List.of(
                DateTimeFormatter.ofPattern("uuuu-M-d").withResolverStyle(ResolverStyle.STRICT),
                DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT));

        @Override
        public Object read(String text) {
            String plain = text.replaceAll("[/.年月]", "-").replaceAll("[日\\s]", "");
            for (DateTimeFormatter form : FORMS) {
                LocalDate day = parsed(plain, form);
                if (day != null) return day;
            }
            throw new Broken(ImportRule.NOT_A_DATE);
        }

        private static @Nullable LocalDate parsed(String text, DateTimeFormatter form) {
            try {
                return LocalDate.parse(text, form);
            } catch (DateTimeParseException another) {
                return null;
            }
        }

        @Override
        public String takesZh() {
            return "日期，如 2024-01-08、2024/1/8 或 2024年1月8日";
        }

        @Override
        public String takesEn() {
            return "A date, as 2024-01-08 or 2024/1/8";
        }
    }

    /** A word of a list, by its Chinese, its English or the contract's constant. */
    record Choice(List<Word> words, Map<String, String> constants) implements Form {
        /** A constant of the contract, and what people call it. */
        record Word(String constant, String zh, String en) {}

        /** @param words three of each: constant, Chinese, English */
        static Choice of(String... words) {
            Word[] all = new Word[words.length / 3];
            for (int i = 0; i < all.length; i++) all[i] = new Word(words[3 * i], words[3 * i + 1], words[3 * i + 2]);
            Map<String, String> constants = new HashMap<>();
            for (Word word : all)
                for (String name : List.of(word.constant(), word.zh(), word.en()))
                    constants.put(Column.plain(name), word.constant());
            return new Choice(List.of(all), constants);
        }

        @Override
        public Object read(String text) {
            String constant = constants.get(Column.plain(text));
            if (constant == null) throw new Broken(ImportRule.NOT_A_CHOICE);
            return constant;
        }

        @Override
        public String takesZh() {
            return "选项：" + words.stream().map(Word::zh).collect(Collectors.joining("、"));
        }

        @Override
        public String takesEn() {
            return "One of: " + words.stream().map(Word::en).collect(Collectors.joining(", "));
        }
    }

    /** Several words of a list. */
    record Choices(Choice of) implements Form {
        @Override
        public Object read(String text) {
            // English names have spaces in them.
            return Arrays.stream(text.split("[,，、;；|]"))
                    .filter(word -> !word.isBlank())
                    .map(of::read)
                    .distinct()
                    .toList();
        }

        @Override
        public String takesZh() {
            return of.takesZh() + "；可填多个，以顿号或逗号分隔";
        }

        @Override
        public String takesEn() {
            return of.takesEn() + "; several are separated by commas";
        }
    }

    /** An account, as {@code me} tells its id. */
    record Account() implements Form {
        private static final Pattern ID = Pattern.compile("(account_)?([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})");

        @Override
        public Object read(String text) {
            var id = ID.matcher(text);
            if (!id.matches()) throw new Broken(ImportRule.NOT_AN_ACCOUNT);
            return UUID.fromString(Objects.requireNonNull(id.group(2)));
        }

        @Override
        public String takesZh() {
            return "账号编号，即本人登录后 me 中的 id";
        }

        @Override
        public String takesEn() {
            return "The account's id, as me tells it";
        }
    }
}
