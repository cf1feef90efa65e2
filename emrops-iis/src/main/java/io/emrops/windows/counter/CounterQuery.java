package io.emrops.windows.counter;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A counter that is asked for by its names in WMI, which are the same in all languages of Windows.
 *
 * <pre>{@code
 * CounterQuery.of("Win32_PerfRawData_PerfDisk_LogicalDisk", "AvgDisksecPerRead").instance("C:")
 * }</pre>
 *
 * @param className of raw data, as {@code Get-CimClass Win32_PerfRawData_*} lists them
 * @param property of the class
 * @param instance in any case; empty for a class that has one instance without a name
 */
public record CounterQuery(String className, String property, Optional<String> instance) {
    private static final Pattern CLASS = Pattern.compile("Win32_PerfRawData_[A-Za-z0-9_]{1,200}");
    private static final Pattern PROPERTY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,199}");

    public CounterQuery {
        if (!CLASS.matcher(Objects.requireNonNull(className, "className")).matches()) {
            throw new IllegalArgumentException("A class of raw counters is called Win32_PerfRawData_ and more");
        }
        if (!PROPERTY.matcher(Objects.requireNonNull(property, "property")).matches()) {
            throw new IllegalArgumentException("A property has letters, digits and underscores");
        }
        Objects.requireNonNull(instance, "instance");
    }

    /**
     * A counter of a class that has one instance, without a name.
     *
     * @throws IllegalArgumentException if no class of raw data, or no property, can have that name
     */
    public static CounterQuery of(String className, String property) {
        return new CounterQuery(className, property, Optional.empty());
    }

    /** The same of an instance, such as {@code _Total} or {@code C:}; nothing in the name is a wildcard. */
    public CounterQuery instance(String name) {
        return new CounterQuery(className, property, Optional.of(name));
    }

    /** Such as {@code Win32_PerfRawData_PerfDisk_LogicalDisk(C:).AvgDisksecPerRead}. */
    @Override
    public String toString() {
        return className + instance.map(name -> "(" + name + ")").orElse("") + "." + property;
    }
}
