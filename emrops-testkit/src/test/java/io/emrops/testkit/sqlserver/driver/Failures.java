package io.emrops.testkit.sqlserver.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a driver throws. */
final class Failures {
    private Failures() {}

    /** The error of this call, which is to have one. */
    static SQLException failureOf(ThrowingCallable call) {
        var failure = new SQLException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(SQLException.class, it -> failure[0] = it);
        return failure[0];
    }

    /** A {@code SQLException} is also a list, which AssertJ would rather look at. */
    static AbstractThrowableAssert<?, Throwable> assertThatFailure(Throwable failure) {
        return assertThat(failure);
    }

    /** The numbers of an error and of those chained to it. */
    static List<Integer> numbers(SQLException failure) {
        var numbers = new ArrayList<Integer>();
        for (SQLException next = failure; next != null; next = next.getNextException()) {
            numbers.add(next.getErrorCode());
        }
        return numbers;
    }
}
