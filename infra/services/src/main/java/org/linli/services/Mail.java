package org.linli.services;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on this machine that delivers to nobody and keeps what it is sent, at the address to which the realm sends where its
 * operator names none.
 */
public final class Mail implements AutoCloseable {
    /** At which the one listens that Keycloak knows. */
    public static final int PORT = 2525;

    /** For the port, which somebody else may be about to leave, and for a letter that is on its way. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"<>]+");

    private static @Nullable Mail shared;

    private final int port;
    private final GreenMail server;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Consumer<Letter> reader;

    /** What was sent to one address. */
    public record Letter(String to, String subject, String text) {
        /** The first address on the web that it names. */
        public String link() {
            Matcher link = LINK.matcher(text);
            if (!link.find()) throw new IllegalStateException("no link in a letter: " + subject);
            return link.group();
        }
    }

    private Mail(int port, Consumer<Letter> reader) {
        this.port = port;
        this.server = new GreenMail(new ServerSetup(port, Service.HOST, ServerSetup.PROTOCOL_SMTP));
        this.reader = reader;
    }

    /** The one server that all tests of this JVM share. */
    public static synchronized Mail shared() {
        if (shared == null) shared = started(letter -> {});
        return shared;
    }

    /** @param reader is shown every letter as it comes */
    public static Mail started(Consumer<Letter> reader) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Service.listening(PORT) && Instant.now().isBefore(deadline)) Program.pause(200);
        return started(PORT, reader);
    }

    /** One more, for a server of ours that is told where to hand in its letters. */
    public static Mail elsewhere() {
        return started(Service.freePort(), letter -> {});
    }

    private static Mail started(int port, Consumer<Letter> reader) {
        Mail mail = new Mail(port, reader);
        mail.server.start();
        mail.server
                .getUserManager()
                .setMessageDeliveryHandler((message, to) -> mail.take(message.getMessage(), to.getEmail()));
        return mail;
    }

    private GreenMailUser take(MimeMessage message, String to) throws MessagingException, UserException {
        if (refused.contains(to)) throw new MessagingException("refused");
        try {
            Letter letter = new Letter(to, message.getSubject(), text(message));
            letters.add(letter);
            reader.accept(letter);
        } catch (IOException e) {
            throw new MessagingException("unreadable", e);
        }
        GreenMailUser known = server.getUserManager().getUserByEmail(to);
        return known == null ? server.getUserManager().createUser(to, to, "") : known;
    }

    private static String text(Part part) throws MessagingException, IOException {
        Object content = part.getContent();
        return content instanceof Multipart several ? text(several.getBodyPart(0)) : content.toString();
    }

    /** At which this one listens. */
    public int port() {
        return port;
    }

    /** Takes no letter to the address, as long as this is not closed. */
    public Closing refuse(String address) {
        refused.add(address);
        return () -> refused.remove(address);
    }

    /** Ends what was begun. */
    public interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    /** The last letter to the address; waits for one. */
    public Letter to(String address) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            Optional<Letter> last = letters.reversed().stream()
                    .filter(letter -> letter.to().equalsIgnoreCase(address))
                    .findFirst();
            if (last.isPresent()) return last.get();
            Program.pause(50);
        }
        throw new IllegalStateException("no letter came to " + address);
    }

    /** All letters to the address up to now, first ones first. */
    public List<Letter> all(String address) {
        return letters.stream()
                .filter(letter -> letter.to().equalsIgnoreCase(address))
                .toList();
    }

    @Override
    public void close() {
        server.stop();
    }
}
