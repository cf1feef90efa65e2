package io.emrops.certificates.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** The whole of an answer, which is there when it is begun to be read; one that is longer than any of ACME's is no answer. */
final class BoundedBody implements BodySubscriber<InputStream> {
    private static final long LONGEST = 4L << 20;

    private final BodySubscriber<InputStream> whole =
            BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
    private Subscription subscription = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };
    private long length;

    @Override
    public CompletionStage<InputStream> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        whole.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        length += more.stream().mapToLong(ByteBuffer::remaining).sum();
        if (length > LONGEST) {
            subscription.cancel();
            whole.onError(new IOException("The answer has more than " + LONGEST + " bytes"));
        } else {
            whole.onNext(more);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
