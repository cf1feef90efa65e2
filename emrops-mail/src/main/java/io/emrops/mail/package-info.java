/** Notices by mail. Start with {@link io.emrops.mail.MailNotifier}. */
@NullMarked
package io.emrops.mail;

import org.jspecify.annotations.NullMarked;
