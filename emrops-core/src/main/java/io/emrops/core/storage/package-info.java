/**
 * Files that belong to one owner, directories that are safe to keep them in, and locks of the operating system. Used
 * inside the core only; not a part of its API.
 */
@NullMarked
package io.emrops.core.storage;

import org.jspecify.annotations.NullMarked;
