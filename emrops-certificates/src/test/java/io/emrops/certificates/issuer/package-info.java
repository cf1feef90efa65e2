@NullMarked
package io.emrops.certificates.issuer;

import org.jspecify.annotations.NullMarked;
