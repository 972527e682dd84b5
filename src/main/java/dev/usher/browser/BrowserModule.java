package dev.usher.browser;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /usher.js} and {@code GET /usher.d.ts}: the module that lets pusher-js ask Usher, and its types. Anyone may
 * have them; of other origins, only the pages that may call Usher at all.
 */
@Path("/")
@PermitAll
public final class BrowserModule {

    /** Long enough for all pages of a visit; after that, browsers ask whether there is another. */
    private static final String CACHE_CONTROL = "public, max-age=300, must-revalidate";

    private final File module = File.load("usher.js", "text/javascript; charset=utf-8");
    private final File types = File.load("usher.d.ts", "application/typescript; charset=utf-8");

    @GET
    @Path("usher.js")
    public Uni<Response> module(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        return Uni.createFrom().item(answer(module, known));
    }

    @GET
    @Path("usher.d.ts")
    public Uni<Response> types(@HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        return Uni.createFrom().item(answer(types, known));
    }

    private static Response answer(File file, @Nullable String known) {
        Response.ResponseBuilder response = file.isIn(known)
                ? Response.notModified()
                : Response.ok(file.content())
                        // So that HEAD tells it as well.
                        .header(HttpHeaders.CONTENT_LENGTH, file.content().length)
                        .header(HttpHeaders.CONTENT_TYPE, file.mediaType());
        return response.header(HttpHeaders.ETAG, file.tag())
                .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                // Also where no page asked: a cache must not give a page this answer, which does not name its origin.
                .header(HttpHeaders.VARY, "Origin")
                .header("X-Content-Type-Options", "nosniff")
                // For pages that isolate themselves (COEP).
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .build();
    }

    /** A file that stands beside this class. It is read once, since reading blocks. */
    @SuppressWarnings("ArrayRecordComponent") // two of them are never compared
    private record File(byte[] content, String mediaType, String tag) {

        static File load(String name, String mediaType) {
            try (InputStream in = Objects.requireNonNull(BrowserModule.class.getResourceAsStream(name), name)) {
                byte[] content = in.readAllBytes();
                return new File(content, mediaType, tagOf(content));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String tagOf(byte[] content) {
            try {
                byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content);
                return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256) + '"';
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JDK lacks SHA-256, which every JDK must have", e);
            }
        }

        /**
         * Whether the caller has this file already, by its If-None-Match. Tags are compared weakly (RFC 9110, section
         * 13.1.2): a gateway that compresses makes weak ones of ours, and JAX-RS' own comparison would not know them.
         */
        boolean isIn(@Nullable String known) {
            return known != null
                    && Stream.of(known.split(",", -1))
                            .map(String::strip)
                            .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
        }
    }
}
