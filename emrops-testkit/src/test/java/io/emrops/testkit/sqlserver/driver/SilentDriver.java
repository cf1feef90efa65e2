package io.emrops.testkit.sqlserver.driver;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the driver from writing down what its errors say too, in tests that make it meet very many. */
final class SilentDriver implements BeforeAllCallback, AfterAllCallback {
    private static final Logger DRIVER = Logger.getLogger("com.microsoft.sqlserver.jdbc");

    @Override
    public void beforeAll(ExtensionContext context) {
        DRIVER.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        DRIVER.setLevel(null);
    }
}
