/**
 * Encryption of what runs write down, with a key for each run that can be erased. Only the payload of records is encrypted;
 * order, checksums and hashes are the store's.
 */
@NullMarked
package io.emrops.core.encryption;

import org.jspecify.annotations.NullMarked;
