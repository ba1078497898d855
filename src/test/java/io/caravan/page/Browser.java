package io.caravan.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Headless Chromium on the page, in a test's hands. */
final class Browser implements AutoCloseable {
    /** Why a test is skipped. */
    static final String MISSING =
            "this machine has a browser and its driver: install Debian's chromium and chromium-driver";

    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String AXE = axe();

    private final ChromeDriver driver;
    private final URI address;

    private Browser(ChromeDriver driver, URI address) {
        this.driver = driver;
        this.address = address;
    }

    /** Where this machine has a browser and its driver; empty when it lacks either. */
    static Optional<List<Path>> installed() {
        Optional<Path> chromium = found("chromium", "chromium-browser", "google-chrome");
        return chromium.flatMap(browser -> found("chromedriver").map(tool -> List.of(browser, tool)));
    }

    private static Optional<Path> found(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser open(URI address, Path profile) {
        List<Path> paths = installed().orElseThrow();
        var options = new ChromeOptions();
        options.setBinary(paths.get(0).toString());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var browser = new Browser(
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(paths.get(1).toFile())
                                .build(),
                        options),
                address);
        browser.size(1280, 900);
        return browser;
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** {@code light} or {@code dark}. */
    void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Goes to a place of the page and waits until it shows that heading. */
    void go(String hash, String heading) {
        driver.get(address.resolve("/" + hash).toString());
        see("h1", heading);
    }

    /** Forgets where it was. */
    void leave() {
        driver.get("about:blank");
    }

    /** Waits until an element shows that text. */
    void see(String css, String text) {
        Awaitility.await()
                .atMost(LONG)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> assertThat(driver.findElements(By.cssSelector(css)))
                        .as("%s on %s", css, driver.getCurrentUrl())
                        .extracting(WebElement::getText)
                        .anyMatch(shown -> shown.contains(text)));
    }

    void click(String css, String text) {
        Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> {
            WebElement found = driver.findElements(By.cssSelector(css)).stream()
                    .filter(element -> element.getText().contains(text))
                    .findFirst()
                    .orElseThrow();
            driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", found);
            found.click();
            return true;
        });
    }

    void type(String name, CharSequence... text) {
        WebElement input = driver.findElement(By.name(name));
        input.clear();
        input.sendKeys(text);
    }

    /** Presses keys wherever the focus is. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    String focused() {
        return String.valueOf(script("document.activeElement.textContent"));
    }

    String text(String css) {
        return driver.findElement(By.cssSelector(css)).getText();
    }

    Object script(String script) {
        return driver.executeScript("return " + script);
    }

    /** What axe finds wrong with what is shown. */
    @SuppressWarnings("unchecked")
    List<String> violations() {
        driver.executeScript(AXE);
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document).then(
                  (found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) =>
                    `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`))),
                  (error) => done([String(error)]));
                """);
    }

    /** What the browser complained of: scripts that failed, things that the policy forbade. Answers that say no are not meant. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getMessage())
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    /** Keeps a picture of the whole page. */
    void keep(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Object picture = driver.executeCdpCommand(
                            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                    .get("data");
            Files.write(
                    SCREENSHOTS.resolve(name + ".png"),
                    Base64.getDecoder().decode(String.valueOf(Objects.requireNonNull(picture))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static String axe() {
        try (InputStream script = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
