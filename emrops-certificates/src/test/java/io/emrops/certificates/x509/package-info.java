@NullMarked
package io.emrops.certificates.x509;

import org.jspecify.annotations.NullMarked;
