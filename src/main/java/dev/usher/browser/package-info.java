/**
 * What single-page apps load from Usher itself: {@code usher.js}, which lets pusher-js ask Usher well, and its types. The
 * files stand beside this package's classes.
 */
@NullMarked
package dev.usher.browser;

import org.jspecify.annotations.NullMarked;
