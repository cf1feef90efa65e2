/**
 * The certificate of a service: what its places have and its servers show, and the rotation that has each server prove that it shows the new one. Any failure on the way
 * puts the old one back and proves that too.
 */
@NullMarked
package io.emrops.certificates;

import org.jspecify.annotations.NullMarked;
