package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linli.archive.ArchiveKey;
import org.linli.archive.Certificate;
import org.linli.archive.PlatformKey;
import org.linli.archive.ReceiverKey;
import org.linli.archive.SealedArchive;
import org.linli.services.Database;
import org.linli.services.Postgres;
import org.linli.tenancy.Migrations;

/** What an operator does by {@code java -jar linli.jar} and the name of a command. */
class CommandsTest {
    private static final String KEY = "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtLS0=";

    @TempDir
    private Path folder;

    @Test
    void aDistrictLeavesAndComes() throws Exception {
        Database empty = Postgres.shared().freshDatabase("commands");
        Migrations.migrate(
                empty.jdbcUrl(), empty.migrator().user(), empty.migrator().password());
        Database left = Postgres.shared().copyOf(empty);
        Sql.run(left, "insert into district (code, name, kc_org_id) values ('140213', '平城区', gen_random_uuid())");
        String archive = folder.resolve("archive").toString();

        String said = said(left, "export-district", "140213", archive);
        assertThat(said).contains("1 rows and 0 files");
        String key = said.substring(said.lastIndexOf(": ") + 2).strip();
        assertThatThrownBy(() -> said(empty, "import-district", archive)).hasMessageContaining("LINLI_ARCHIVE_KEY");
        assertThatThrownBy(
                        () -> said(empty, "import-district", archive, "--linli.archive-key=" + KEY.replace('=', ' ')))
                .hasMessageContaining("key is another archive's");
        assertThatThrownBy(() -> said(empty, "import-district", archive, "--digest=1234", "--linli.archive-key=" + key))
                .hasMessageContaining("not the one that the platform told of");

        UUID organization = UUID.randomUUID();
        assertThat(said(empty, "import-district", archive, organization.toString(), "--linli.archive-key=" + key))
                .contains("140213 平城区 is here, suspended");
        assertThat(Sql.row(empty, "select code || state || kc_org_id from district where code <> '000000'"))
                .isEqualTo("140213SUSPENDED" + organization);
        assertThatThrownBy(() -> said(left, "export-district", "999999", archive + "2"))
                .hasMessageContaining("no district 999999");
    }

    private String said(Database database, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--linli.database.host=" + database.host(),
                "--linli.database.port=" + database.port(),
                "--linli.database.name=" + database.name(),
                "--linli.database.user=" + database.app().user(),
                "--linli.database.password=" + database.app().password(),
                "--linli.database.migrator.user=" + database.migrator().user(),
                "--linli.database.migrator.password=" + database.migrator().password(),
                "--linli.sealing.current=test",
                "--linli.sealing.keys.test=" + KEY,
                "--linli.sealing.index=" + KEY,
                "--linli.files.folder=" + folder.resolve("files")));
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, UTF_8));
        try {
            LinliServer.main(all.toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        return said.toString(UTF_8);
    }

    @Test
    void aSealedArchiveIsOpenedByTheDistrictThatHasTheKey() throws Exception {
        ReceiverKey district = ReceiverKey.fresh();
        ArchiveKey key = ArchiveKey.fresh();
        Path clear = Files.writeString(folder.resolve("clear.zip"), "what the archive has in it");
        Path sealed = folder.resolve("sealed");
        SealedArchive.write(clear, sealed, district.publicText(), key);
        Path zip = folder.resolve("opened.zip");

        assertThat(opened(sealed, zip, null))
                .isEqualTo("2 open-archive ARCHIVE ZIP, with the key in the environment as LINLI_ARCHIVE_KEY");
        assertThat(opened(sealed, zip, "no key")).startsWith("1 ");
        assertThat(opened(sealed, zip, ReceiverKey.fresh().text())).startsWith("1 ");
        assertThat(opened(clear, zip, district.text())).isEqualTo("1 " + clear + " is no sealed archive.");
        byte[] bytes = Files.readAllBytes(sealed);
        bytes[bytes.length - 1] ^= 1;
        assertThat(opened(Files.write(folder.resolve("tampered"), bytes), zip, district.text()))
                .startsWith("1 ");
        assertThat(opened(folder.resolve("none"), zip, district.text()))
                .isEqualTo("1 " + folder.resolve("none") + " is not there.");
        Path nowhere = folder.resolve("no folder/opened.zip");
        assertThat(opened(sealed, nowhere, district.text())).isEqualTo("1 This cannot be read or written: " + nowhere);
        assertThat(zip).doesNotExist();

        assertThat(opened(sealed, zip, district.text())).startsWith("0 ").endsWith(key.text());
        assertThat(zip).hasSameTextualContentAs(clear);
        assertThat(opened(sealed, zip, district.text())).isEqualTo("1 " + zip + " is there already.");
    }

    private static String opened(Path sealed, Path zip, @Nullable String key) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, UTF_8);
        int code = ArchiveOpening.run(
                new String[] {"open-archive", sealed.toString(), zip.toString()}, key, stream, stream);
        return code + " " + said.toString(UTF_8).strip();
    }

    @Test
    void aCertificateIsVerifiedByWhoHasTheKey() throws Exception {
        PlatformKey key = PlatformKey.of(KEY);
        Certificate certificate = new Certificate(
                Certificate.TYPE,
                UUID.randomUUID(),
                "140213",
                "平城区",
                Instant.now(),
                Instant.now(),
                null,
                new TreeMap<>(Map.of("resident", 1L)),
                0,
                0,
                "1",
                LocalDate.now(ZoneOffset.UTC));
        String signed = certificate.signed(key);
        assertThat(checked(signed, key)).startsWith("0 {").contains("140213", "平城区");
        String[] parts = signed.split("\\.");
        String other = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                        .replace("140213", "140214")
                        .getBytes(UTF_8));
        assertThat(checked(parts[0] + "." + other + "." + parts[2], key))
                .isEqualTo("1 The certificate is not valid. It was changed after it was signed.");
        assertThat(checked("a certificate", key)).startsWith("1 The certificate is not valid.");
        assertThat(checked(parts[0] + "." + parts[1] + ".~", key)).startsWith("1 The certificate is not valid.");
        Path good = Files.writeString(folder.resolve("good"), signed);
        assertThat(checked(good, good)).isEqualTo("1 That is no public key of a platform.");
        assertThat(checked(folder.resolve("none"), good))
                .isEqualTo("1 This cannot be read as a text: " + folder.resolve("none"));
        assertThat(CertificateCheck.run(new String[] {"verify-certificate"}, System.out, System.err))
                .isEqualTo(2);
    }

    private String checked(String certificate, PlatformKey key) throws Exception {
        Path file = Files.writeString(folder.resolve("certificate"), certificate);
        return checked(file, Files.writeString(folder.resolve("key.pem"), key.pem()));
    }

    private static String checked(Path file, Path pem) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, UTF_8);
        int code = CertificateCheck.run(
                new String[] {"verify-certificate", file.toString(), pem.toString()}, stream, stream);
        String text = said.toString(UTF_8).strip();
        return code + " " + text;
    }
}
