/**
 * A rule that is decided elsewhere: by an HTTP endpoint that speaks as Open Policy Agent does. What it does not answer
 * in time, or not clearly, is not decided, and never allowed.
 *
 * @see <a href="https://www.openpolicyagent.org/docs/rest-api#data-api">OPA's Data API</a>
 */
@NullMarked
package dev.usher.opa;

import org.jspecify.annotations.NullMarked;
