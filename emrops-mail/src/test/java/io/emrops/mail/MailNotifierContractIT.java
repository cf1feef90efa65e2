package io.emrops.mail;

import static org.awaitility.Awaitility.await;

import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import io.emrops.testkit.NotifierContract;
import io.emrops.testkit.RequiresEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;

@RequiresEngine("smtp")
@Timeout(60)
class MailNotifierContractIT extends NotifierContract {
    private String mailbox;

    @Override
    protected Notifier notifier() throws Exception {
        mailbox = RealRelay.mailbox();
        return RealRelay.notifier().audience(audience(), mailbox).build();
    }

    @Override
    protected List<Notice> delivered(int atLeast) throws Exception {
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> RealRelay.mailsFor(mailbox).size() >= atLeast);
        var notices = new ArrayList<Notice>();
        for (var mail : RealRelay.mailsFor(mailbox)) {
            notices.add(RealRelay.notice(audience(), mail));
        }
        return notices;
    }

    @Override
    protected boolean recognisesRepetitions() {
        return false;
    }
}
