package io.emrops.core.guard;

import io.emrops.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of one guarded provider. */
final class GuardedCalls implements InvocationHandler {
    private final Object provider;
    private final Method targetOf;
    private final Function<Target, TargetGuard> guards;
    private volatile @Nullable TargetGuard guard;

    GuardedCalls(Object provider, Method targetOf, Function<Target, TargetGuard> guards) {
        this.provider = provider;
        this.targetOf = targetOf;
        this.guards = guards;
    }

    /** The method by which providers of this type say what they act on. */
    static Method targetOf(Class<?> type) {
        try {
            var method = type.getMethod("target");
            if (method.getReturnType() == Target.class) {
                return method;
            }
        } catch (NoSuchMethodException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                type.getName() + " has no method Target target(), so that it is not known what to guard");
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(method, arguments);
        }
        if (method.getName().equals("target") && method.getParameterCount() == 0) {
            return target();
        }
        var current = guard;
        if (current == null) {
            current = guards.apply(target());
        }
        return current.call(() -> call(method, arguments));
    }

    private Target target() throws Throwable {
        var target = (Target) call(targetOf, null);
        if (target == null) {
            throw new IllegalStateException(
                    "The provider " + provider.getClass().getName() + " has no target");
        }
        guard = guards.apply(target);
        return target;
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(provider, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object ofObject(Method method, Object @Nullable [] arguments) {
        if (method.getName().equals("equals") && arguments != null) {
            return isGuarded(arguments[0]);
        }
        return method.getName().equals("hashCode") ? (Object) provider.hashCode() : "guarded " + provider;
    }

    /** Equal is another guard of an equal provider. */
    private boolean isGuarded(@Nullable Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof GuardedCalls calls
                && calls.provider.equals(provider);
    }
}
