package org.linli.api;

import java.util.Arrays;
import java.util.List;
import org.linli.schema.ErrorCode;
import org.springframework.web.util.HtmlUtils;

/** Every error a client can meet, from {@link ErrorCode} and the bundle {@code messages}. */
final class ErrorCatalogue {
    private final Messages messages;

    ErrorCatalogue(Messages messages) {
        this.messages = messages;
    }

    /**
     * @param code as in {@code extensions.code}
     * @param status the HTTP status when the error is the whole answer
     * @param message what the client is told; {0}, {1} stand for what is filled in
     */
    record Entry(String code, int status, String meaning, String message) {}

    List<Entry> entries(Language language) {
        return Arrays.stream(ErrorCode.values())
                .map(code -> new Entry(
                        code.name(),
                        code.status(),
                        messages.meaning(code, language),
                        messages.message(code, language, List.of())))
                .toList();
    }

    String html(Language language) {
        StringBuilder rows = new StringBuilder();
        for (Entry entry : entries(language))
            rows.append("""
                    <tr id="%s"><td><code>%s</code></td><td>%d</td><td>%s<small>%s</small></td></tr>
                    """.formatted(
                            entry.code(),
                            entry.code(),
                            entry.status(),
                            HtmlUtils.htmlEscape(entry.meaning(), "UTF-8"),
                            HtmlUtils.htmlEscape(entry.message(), "UTF-8")));
        return """
                <!doctype html>
                <html lang="%s">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s · Linli</title><link rel="icon" href="/assets/linli.svg"><link rel="stylesheet" href="/assets/linli.css"></head>
                <body class="page"><header><a href="/"><img src="/assets/linli.svg" alt="" width="28" height="28"> Linli 邻里</a><nav><a href="?lang=zh-CN">中文</a><a href="?lang=en">English</a></nav></header>
                <main><h1>%s</h1><p>%s</p>
                <table><thead><tr><th>%s</th><th>HTTP</th><th>%s</th></tr></thead><tbody>
                %s</tbody></table></main></body></html>
                """.formatted(
                        language.locale().toLanguageTag(),
                        messages.text("page.errors.title", language),
                        messages.text("page.errors.title", language),
                        messages.text("page.errors.about", language),
                        messages.text("page.errors.code", language),
                        messages.text("page.errors.meaning", language),
                        rows);
    }
}
