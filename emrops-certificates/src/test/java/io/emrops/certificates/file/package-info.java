@NullMarked
package io.emrops.certificates.file;

import org.jspecify.annotations.NullMarked;
