package org.linli.api;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Mends the engine's own texts: graphql-java and its scalars say a few things in English only, and name Java classes,
 * which no client should have to know. Whatever goes through the engine's bundles (i18n/*_zh.properties) is Chinese already.
 */
final class EngineTexts {
    private record Phrase(Pattern english, String chinese) {}

    private static final String VALUE = "'([^']*)'";
    private static final Pattern CLASS = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?:\\w+\\$)?([A-Z]\\w*)");
    private static final Pattern CAUSE = Pattern.compile("\\.? ?[Bb]ecause of ?: ?(?:'.*'|.*$)");

    private static final List<Phrase> PHRASES = List.of(
            phrase("Variable 'V' has an invalid value: ", "变量“$1”的值无效："),
            phrase(
                    "Field 'V' of variable 'V' has coerced Null value for NonNull type 'V'",
                    "变量“$2”的字段“$1”不能为空，其类型是“$3”"),
            phrase("Variable 'V' has coerced Null value for NonNull type 'V'", "变量“$1”不能为空，其类型是“$2”"),
            phrase("(?:Input field|Field) 'V' has coerced Null value for NonNull type 'V'", "字段“$1”不能为空，其类型是“$2”"),
            phrase("Argument 'V' has coerced Null value for NonNull type 'V'", "参数“$1”不能为空，其类型是“$2”"),
            phrase("Coerced Null value for NonNull type 'V'", "类型“$1”的值不能为空"),
            phrase(
                    "The variables input contains a field name 'V' that is not defined for input object type 'V'",
                    "变量含有字段“$1”，输入类型“$2”没有这个字段"),
            phrase("Expected type 'Map' but was 'V'\\. Variables for input objects .*", "应为对象，实际是“$1”"),
            phrase(
                    "Expected (?:a|an|type|AST type) 'V'(?: or 'V')*(?: like object)? but was 'V'\\.?",
                    "应为“$1”，实际是“$3”"),
            phrase("Expected something we can convert to 'V' but was 'V'\\.?", "应为“$1”，实际是“$2”"),
            phrase("Expected a valid language tag string but was but was (.*)", "应为语言标签，例如 zh-CN，实际是“$1”"),
            phrase("Invalid RFC3339 full date value : 'V'", "“$1”不是日期，应如 2024-11-01"),
            phrase("Invalid RFC3339 value : 'V'", "“$1”不是带时区的时间，应如 2024-11-01T18:00:00+08:00"),
            phrase("Invalid local time value : 'V'", "“$1”不是时刻，应如 18:00:00"),
            phrase("Invalid value : 'V'\\. Negative zero offset is not allowed", "“$1”的时区不能写成 -00:00"),
            phrase("Invalid URL value : 'V'\\.?", "“$1”不是网址"),
            phrase("The value must be greater than or equal to zero", "值不能小于零"),
            phrase("The value must be a positive integer", "值必须大于零"),
            phrase(
                    "This request is not asking for introspection in good faith - (.*) is present too often!",
                    "内省请求中“$1”出现次数过多"),
            phrase("This request is not asking for introspection in good faith - the query is too big: .*", "内省请求过大"),
            phrase("Must provide operation name if query contains multiple operations\\.?", "文档有多个操作，须指明其一"),
            phrase("Unknown operation named 'V'\\.?", "文档中没有操作“$1”"));

    private EngineTexts() {}

    static String mend(String text, Language language) {
        String mended = CAUSE.matcher(text).replaceAll("");
        mended = CLASS.matcher(mended).replaceAll("$1");
        if (language == Language.CHINESE)
            for (Phrase phrase : PHRASES)
                mended = phrase.english().matcher(mended).replaceAll(phrase.chinese());
        return mended.endsWith(".") || mended.endsWith("。") ? mended.substring(0, mended.length() - 1) : mended;
    }

    /** 'V' stands for a quoted value. */
    private static Phrase phrase(String english, String chinese) {
        return new Phrase(Pattern.compile(english.replace("'V'", VALUE)), chinese);
    }
}
