/**
 * Certificates: what they say, where they are kept, who issues them, and how one takes the place of another while clients connect. Implemented by
 * providers such as the one over files and authorities, and by a fake in the testkit.
 */
@NullMarked
package io.emrops.certificate;

import org.jspecify.annotations.NullMarked;
