package io.emrops;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.List;

/** Just enough of a hospital to write runbooks about; whoever touches it while it is only written about, hears of it. */
public final class Handmade {
    private Handmade() {}

    /** Something of this type that must not be touched. */
    public static <T> T untouchable(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            throw new AssertionError(type.getSimpleName() + "." + method.getName() + " was called");
        }));
    }

    /** A check that must not be made. */
    public static Check check(String description) {
        return new Check() {
            @Override
            public Finding check(StepContext run) {
                throw new AssertionError("The check was made");
            }

            @Override
            public String describe() {
                return description;
            }
        };
    }

    public static final class Disk {
        public Check hasFree(DataSize size) {
            return Handmade.check("At least " + size + " are free");
        }
    }

    public static final class Http {
        private final String address;

        private Http(String address) {
            this.address = address;
        }

        public static Http get(URI address) {
            return new Http(address.toString());
        }

        public Check expectJson(String field, String value) {
            return Handmade.check("GET " + address + " answers with " + field + " = " + value);
        }
    }

    public static final class Commands {
        private Commands() {}

        public static Operation<Done> run(String... command) {
            return new Command(List.of(command));
        }
    }

    private record Command(List<String> words) implements Operation<Done> {
        @Override
        public String describe() {
            return "Run " + String.join(" ", words);
        }

        @Override
        public Output<Done> output() {
            return Output.of(Done.class);
        }

        @Override
        public Target target() {
            throw new AssertionError("The target was asked");
        }

        @Override
        public Preview<Done> preview(Inputs in) {
            throw new AssertionError("The target was asked");
        }

        @Override
        public Done execute(StepContext run) {
            throw new AssertionError("The command was run");
        }

        @Override
        public Undoing<Done> undoing() {
            return Undoing.statedByStep();
        }

        @Override
        public String kind() {
            return "command";
        }
    }
}
