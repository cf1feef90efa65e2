/** What people read before a run: what it would do, who would be asked, and how long such runs took before. */
@NullMarked
package io.emrops.core.rehearsal;

import org.jspecify.annotations.NullMarked;
