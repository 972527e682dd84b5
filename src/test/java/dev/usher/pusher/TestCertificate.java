package dev.usher.pusher;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A certificate for "localhost" that signs itself, made anew for each run, with its key. */
final class TestCertificate {

    private static final String PASSWORD = "unguarded";
    private static final TestCertificate ONE = make();

    private final PfxOptions store;

    private TestCertificate(PfxOptions store) {
        this.store = store;
    }

    static PfxOptions store() {
        return new PfxOptions(ONE.store);
    }

    private static TestCertificate make() {
        try {
            Path directory = Files.createTempDirectory("usher-certificate");
            Path file = directory.resolve("localhost.p12");
            Process keytool = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost",
                            "-alias",
                            "localhost",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            file.toString()))
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool failed");
            }
            file.toFile().deleteOnExit();
            directory.toFile().deleteOnExit();
            return new TestCertificate(new PfxOptions().setPath(file.toString()).setPassword(PASSWORD));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
