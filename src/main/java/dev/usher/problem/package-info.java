/**
 * What a caller is told when something does not work out: RFC 9457 problem documents. A reason has one status, in one
 * table; a document is rendered and logged in one place; everything else only says which reason it was.
 */
@NullMarked
package dev.usher.problem;

import org.jspecify.annotations.NullMarked;
