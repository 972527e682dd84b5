package dev.usher.browser;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, by the artifact that is shipped. */
@QuarkusIntegrationTest
class BrowserModuleIT extends BrowserModuleTest {}
