package io.emrops.testkit.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.EmropsException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class WithoutSshTest {
    private static ClassLoader bare() {
        var needed = Stream.of(ScriptedWindowsHost.class, EmropsException.class, NullMarked.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        return new URLClassLoader(needed, ClassLoader.getPlatformClassLoader());
    }

    private static Object start(ClassLoader loader, List<String> doors) throws ReflectiveOperationException {
        var builder = loader.loadClass(ScriptedWindowsHost.class.getName())
                .getMethod("builder")
                .invoke(null);
        for (var door : doors) {
            builder.getClass().getMethod(door).invoke(builder);
        }
        return builder.getClass().getMethod("start").invoke(builder);
    }

    @Test
    void a_host_without_ssh_needs_nothing_of_its_library() throws Exception {
        var host = start(bare(), List.of("winRm", "plainWinRm"));

        host.getClass().getMethod("shutDown").invoke(host);
        host.getClass().getMethod("close").invoke(host);

        assertThat(host).hasToString("SCRIPTED");
    }

    @Test
    void a_host_with_ssh_needs_it() {
        assertThatThrownBy(() -> start(bare(), List.of("ssh")))
                .isInstanceOf(InvocationTargetException.class)
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }
}
