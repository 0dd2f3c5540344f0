package org.linli.e2e;

import static org.linli.e2e.Soon.soon;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.linli.services.Keycloak;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;

/** Debian's Chromium without a window, which remembers nobody, and takes note of what it fetches and complains about. */
final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** Where downloads go. */
    private static final String KEPT = "kept";

    private final Path profile;
    private final ChromeDriver driver;
    private final List<String> fetched = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    Browser() {
        try {
            profile = Files.createTempDirectory("linli-browser");
            Files.createDirectories(SCREENSHOTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions()
                .setBinary("/usr/bin/chromium")
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--lang=en",
                        "--window-size=1400,1000",
                        "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", profile.resolve(KEPT).toString()));
        // Named, so that nothing looks for a driver to download.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(60));
    }

    void open(String address) {
        driver.get(address);
    }

    String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    /** The text of an element that is there and says something by now. */
    String text(String css) {
        String[] text = {""};
        soon(() -> onPage(() -> {
            text[0] = found(css).getText();
            if (text[0].isBlank()) throw new AssertionError(css + " is empty");
        }));
        return text[0];
    }

    /** Asked within the page, since an element may go between two questions about it. */
    boolean shows(String css) {
        String shown =
                "return [...document.querySelectorAll(arguments[0])].some(each => each.checkVisibility({ visibilityProperty: true }))";
        return Boolean.TRUE.equals(driver.executeScript(shown, css));
    }

    void click(String css) {
        click(css, "");
    }

    /** Clicks on the one of several alike that says this, or on the first. */
    void click(String css, String says) {
        soon(() -> onPage(() -> driver.findElements(By.cssSelector(css)).stream()
                .filter(element -> element.isDisplayed() && element.getText().startsWith(says))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + css + " " + says + " at " + driver.getCurrentUrl()))
                .click()));
    }

    void type(String css, String text) {
        soon(() -> onPage(() -> {
            found(css).clear();
            found(css).sendKeys(text);
        }));
    }

    /** Logs in where a page has its button; the page comes back. */
    void logIn(String username) {
        click("#login");
        signIn(username, Keycloak.PASSWORD);
    }

    /** At Keycloak, which asks for the name on one page and for the password on the next. */
    void signIn(String username, String password) {
        type("#username", username);
        screenshot("login");
        click("#kc-login");
        type("#password", password);
        click("#kc-login");
    }

    /** Types where the keyboard is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Types in place of what is there. */
    void overwrite(String text) {
        new Actions(driver)
                .keyDown(Keys.CONTROL)
                .sendKeys("a")
                .keyUp(Keys.CONTROL)
                .sendKeys(text)
                .perform();
    }

    /** Goes on by the tabulator key, as somebody without a mouse does, until the keyboard is there. */
    void tabTo(String css) {
        for (int presses = 0; presses < 60; presses++) {
            press(Keys.TAB);
            if (holdsKeyboard(css)) return;
        }
        throw new AssertionError("the keyboard does not get to " + css + " at " + driver.getCurrentUrl());
    }

    boolean holdsKeyboard(String css) {
        return Boolean.TRUE.equals(driver.executeScript("return document.activeElement.matches(arguments[0])", css));
    }

    /** What is given by a file chooser. */
    void give(String css, Path file) {
        driver.findElement(By.cssSelector(css)).sendKeys(file.toAbsolutePath().toString());
    }

    /** From now on it hands files over as a browser does that writes to none which somebody has chosen. */
    void keepsByItself() {
        driver.executeScript("window.showSaveFilePicker = undefined");
    }

    /** A file that was handed over, as soon as all of it is there. */
    byte[] kept(String name) {
        Path file = profile.resolve(KEPT).resolve(name);
        soon(() -> {
            if (!Files.exists(file)) throw new AssertionError(name + " was not kept");
        });
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is dropped on the page from elsewhere. */
    void drop(String css, String name, byte[] content) {
        driver.executeScript("""
                const given = new DataTransfer();
                given.items.add(new File([Uint8Array.from(atob(arguments[2]), each => each.charCodeAt(0))], arguments[1]));
                document.querySelector(arguments[0]).dispatchEvent(new DragEvent('drop', { dataTransfer: given, cancelable: true }));
                """, css, name, Base64.getEncoder().encodeToString(content));
    }

    void choose(String css, String value) {
        soon(() -> onPage(() -> found(css + " option[value='" + value + "']").click()));
    }

    /** As on a phone. */
    void shrink() {
        driver.manage().window().setSize(new Dimension(420, 900));
    }

    /** What a script returns, as text. */
    String script(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    void screenshot(String name) {
        try {
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every address that the pages have fetched so far. */
    List<String> fetched() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = Answer.json(entry.getMessage()).path("message");
            if (message.path("method").asString().equals("Network.requestWillBeSent"))
                fetched.add(message.at("/params/request/url").asString());
        }
        return fetched;
    }

    /** Errors and warnings on the console so far. */
    List<String> complaints() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER))
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) complaints.add(entry.getMessage());
        return complaints;
    }

    private WebElement found(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + css + " at " + driver.getCurrentUrl()));
    }

    /** A page may go while one looks at it. */
    private static void onPage(Runnable action) {
        try {
            action.run();
        } catch (WebDriverException gone) {
            throw new AssertionError(gone);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
