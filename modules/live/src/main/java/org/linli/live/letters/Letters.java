package org.linli.live.letters;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.linli.schema.Language;
import org.linli.tenancy.provisioning.LetterUnsent;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Letters of ours, by mail: their texts, and how they are handed in. */
public final class Letters {
    private static final Scheduler THREADS =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)\\}");

    private final MailSender sender;
    private final String from;
    private final URI console;
    private final Map<Language, Properties> texts = new EnumMap<>(Language.class);

    /**
     * @param from the address that letters come from
     * @param console where people confirm, ask and log in; {@code {console}} in the texts
     */
    public Letters(MailSender sender, String from, URI console) {
        this.sender = sender;
        this.from = from;
        this.console = console;
        for (Language language : Language.values()) texts.put(language, read(language));
    }

    private static Properties read(Language language) {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                new ClassPathResource("letters/" + language.tag() + ".properties").getInputStream(),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** A text that letters are put together of. */
    public String text(Language language, String key, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("console", console.toString());
        return PLACE.matcher(Objects.requireNonNull(
                        Objects.requireNonNull(texts.get(language)).getProperty(key), key))
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(all.get(place.group(1)), key)));
    }

    /**
     * Hands in the letter whose texts stand at {@code letter.subject} and {@code letter.text}; {@link LetterUnsent} where the mail server does
     * not take it.
     */
    public Mono<Void> send(String to, Language language, String letter, Map<String, String> values) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(from);
        message.setTo(to);
        message.setSubject(text(language, letter + ".subject", values).replaceAll("\\p{Cntrl}", " "));
        message.setText(text(language, letter + ".text", values));
        return Mono.<Void>fromRunnable(() -> sender.send(message))
                .subscribeOn(THREADS)
                // What the mail server says names the address, which no log and no job may have.
                .onErrorMap(
                        MailException.class,
                        refused -> new LetterUnsent("the mail server does not take a letter: "
                                + refused.getClass().getSimpleName()));
    }
}
