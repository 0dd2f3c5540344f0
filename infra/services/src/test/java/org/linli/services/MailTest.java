package org.linli.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import org.junit.jupiter.api.Test;

class MailTest {
    @Test
    void aLetterIsKeptAndItsLinkFound() {
        Mail mail = Mail.shared();
        GreenMailUtil.sendTextEmail(
                "somebody@example.test",
                "noreply@example.test",
                "邀请",
                "Open http://localhost:1/a?b=c&d=e now",
                new ServerSetup(2525, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        Mail.Letter letter = mail.to("somebody@example.test");
        assertThat(letter.subject()).isEqualTo("邀请");
        assertThat(letter.link()).isEqualTo("http://localhost:1/a?b=c&d=e");
        assertThat(mail.all("somebody.else@example.test")).isEmpty();
    }
}
