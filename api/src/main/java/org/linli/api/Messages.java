package org.linli.api;

import java.text.MessageFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import org.linli.schema.ErrorCode;

/** The texts of the bundle {@code messages}: what a client is told, and what each error code means. */
final class Messages {
    private final Map<Language, ResourceBundle> bundles = new EnumMap<>(Language.class);

    Messages() {
        ResourceBundle.Control exactly =
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        for (Language language : Language.values())
            bundles.put(language, ResourceBundle.getBundle("messages", language.locale(), exactly));
    }

    /** The message of an error, its placeholders filled. */
    String message(ErrorCode code, Language language, List<Object> arguments) {
        return new MessageFormat(text(code.name(), language), language.locale()).format(arguments.toArray());
    }

    /** What a code stands for, whatever the occasion. */
    String meaning(ErrorCode code, Language language) {
        return text(code.name() + ".meaning", language);
    }

    String text(String key, Language language) {
        ResourceBundle bundle = bundles.get(language);
        if (bundle == null) throw new IllegalArgumentException("no bundle for " + language);
        return bundle.getString(key);
    }
}
