/**
 * What documents, rehearsals and reports are made of: a {@link io.emrops.spi.page.Page} is put together once and read as
 * Markdown or as HTML. Whatever comes from outside is shown as text in both, whatever it holds.
 */
@NullMarked
package io.emrops.spi.page;

import org.jspecify.annotations.NullMarked;
