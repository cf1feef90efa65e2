@NullMarked
package io.emrops.certificates.acme;

import org.jspecify.annotations.NullMarked;
