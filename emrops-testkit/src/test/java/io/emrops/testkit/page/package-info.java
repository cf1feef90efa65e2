/** The pages of runbooks, rehearsals and reports, as people get them. */
@NullMarked
package io.emrops.testkit.page;

import org.jspecify.annotations.NullMarked;
