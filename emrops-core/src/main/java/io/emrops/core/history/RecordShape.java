package io.emrops.core.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a type of record is made of, and how one is taken apart and put together. */
final class RecordShape {
    /** A component and its way into JSON and back. */
    private record Field(String name, SerializedString key, Method accessor, FieldType type) {}

    private final Class<?> type;
    private final List<Field> fields;
    private final Constructor<?> constructor;

    private RecordShape(Class<?> type, List<Field> fields, Constructor<?> constructor) {
        this.type = type;
        this.fields = fields;
        this.constructor = constructor;
    }

    static RecordShape of(Class<?> type) {
        var components = type.getRecordComponents();
        var fields = Arrays.stream(components)
                .map(c -> new Field(
                        c.getName(),
                        new SerializedString(c.getName()),
                        c.getAccessor(),
                        FieldType.of(c.getGenericType())))
                .toList();
        try {
            return new RecordShape(
                    type,
                    fields,
                    type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new)));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("A record has a constructor of its components: " + type, e);
        }
    }

    void write(RecordWriter out, Object record) throws IOException {
        try {
            for (var field : fields) {
                out.name(field.key());
                field.type().write(out, field.accessor().invoke(record));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record cannot be looked into: " + type, e);
        }
    }

    /**
     * Reads components up to the end of the object; those that are not known are passed over.
     *
     * @throws IOException if one is missing, or is not what it must be
     */
    Record read(JsonParser in) throws IOException {
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        var likely = 0;
        for (var token = in.currentToken(); token == JsonToken.FIELD_NAME; token = in.nextToken()) {
            var index = index(in.currentName(), likely);
            in.nextToken();
            if (index < 0) {
                in.skipChildren();
            } else {
                values[index] = fields.get(index).type().read(in);
                likely = index + 1;
            }
        }
        for (var i = 0; i < values.length; i++) {
            if (values[i] == null) {
                throw UnreadableRecord.lacks(fields.get(i).name());
            }
        }
        return create(values);
    }

    private int index(String name, int likely) {
        if (likely < fields.size() && fields.get(likely).name().equals(name)) {
            return likely;
        }
        for (var i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private Record create(@Nullable Object[] values) throws IOException {
        try {
            return (Record) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw UnreadableRecord.because("not a " + type.getSimpleName());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record cannot be made: " + type, e);
        }
    }
}
