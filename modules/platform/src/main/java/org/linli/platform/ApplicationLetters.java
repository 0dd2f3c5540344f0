package org.linli.platform;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.linli.live.OneTimeCode;
import org.linli.live.Work;
import org.linli.platform.ApplicationStore.Application;
import org.linli.schema.Language;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes to those who ask to come on board. A letter repeats of what they typed nothing but the code, since until the address is confirmed
 * anybody may have typed it.
 */
public final class ApplicationLetters implements Kind {
    static final String NAME = "write-to-applicant";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Scheduler THREADS =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    /** What a letter says. */
    enum Letter {
        CONFIRM,
        OPENED,
        DECLINED
    }

    /** What a job of this kind says. */
    record Of(UUID application, Letter letter) {}

    private final DistrictDatabase database;
    private final MailSender sender;
    private final String from;
    private final URI console;
    private final ApplicationStore store = new ApplicationStore();
    private final Map<Language, Properties> texts = new EnumMap<>(Language.class);

    /**
     * @param from the address that letters come from
     * @param console where people confirm and ask
     */
    public ApplicationLetters(DistrictDatabase database, MailSender sender, String from, URI console) {
        this.database = database;
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

    @Override
    public Lane lane() {
        return Lane.DIRECTORY;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Who gets a letter twice has the token in the second one. */
    @Override
    public Mono<Void> run(Job job) {
        Of of = JSON.treeToValue(job.payload(), Of.class);
        return of.letter() == Letter.CONFIRM ? confirm(of) : tell(of);
    }

    private Mono<Void> confirm(Of of) {
        OneTimeCode token = OneTimeCode.fresh();
        return Work.onPlatform(
                        database,
                        work -> store.token(work, of.application(), token)
                                .filter(set -> set > 0)
                                .flatMap(set -> store.find(work, of.application())))
                .flatMap(found -> send(found, of.letter(), token.text()));
    }

    private Mono<Void> tell(Of of) {
        return Work.onPlatform(database, work -> store.find(work, of.application()))
                .flatMap(found -> send(found, of.letter(), ""));
    }

    private Mono<Void> send(Application to, Letter kind, String token) {
        SimpleMailMessage letter = new SimpleMailMessage();
        letter.setFrom(from);
        letter.setTo(to.email());
        letter.setSubject(text(to, kind + ".subject", token));
        letter.setText(text(to, kind + ".text", token));
        return Mono.<Void>fromRunnable(() -> sender.send(letter))
                .subscribeOn(THREADS)
                // What the mail server says names the address, which no log and no job may have.
                .onErrorMap(
                        MailException.class,
                        refused -> new IllegalStateException("the mail server does not take a letter: "
                                + refused.getClass().getSimpleName()));
    }

    private String text(Application to, String key, String token) {
        return Objects.requireNonNull(texts.get(to.language()))
                .getProperty(key)
                .replace("{district}", to.code())
                .replace("{link}", console + "#confirm=" + token)
                .replace("{console}", console.toString())
                .replace("{token}", token)
                .replace("{username}", Objects.requireNonNullElse(to.username(), ""))
                .replace("{reason}", Objects.requireNonNullElse(to.reason(), ""));
    }
}
