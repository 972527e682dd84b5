/**
 * Settings in files: directories that an orchestrator mounts and changes while Usher runs, as a source of configuration
 * like the environment. What is made of a change is decided elsewhere; this room reads, and refuses what it cannot
 * read.
 */
@NullMarked
package dev.usher.mounted;

import org.jspecify.annotations.NullMarked;
