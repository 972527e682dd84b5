/** The manifests, held to what Kubernetes takes and to what Usher is. */
@NullMarked
package dev.usher.k8s;

import org.jspecify.annotations.NullMarked;
