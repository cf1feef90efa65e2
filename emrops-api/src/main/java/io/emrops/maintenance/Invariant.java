package io.emrops.maintenance;

import java.util.Objects;

/**
 * Something that has to be true of the data of a database.
 *
 * <pre>{@code
 * var patients = Invariant.of("every admission has a patient",
 *         "SELECT COUNT(*) FROM Admissions a WHERE NOT EXISTS (SELECT 1 FROM Patients p WHERE p.Id = a.PatientId)");
 * }</pre>
 *
 * @param name what has to be true, as part of a sentence
 * @param query gives one row with one whole number: how many rows break it. It changes nothing; 0 is sound
 */
public record Invariant(String name, String query) {
    public Invariant {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("An invariant has a name");
        }
        if (Objects.requireNonNull(query, "query").isBlank()) {
            throw new IllegalArgumentException("The invariant \"" + name + "\" has no query");
        }
    }

    /** Begins with the name. */
    public static Invariant of(String name, String query) {
        return new Invariant(name, query);
    }
}
