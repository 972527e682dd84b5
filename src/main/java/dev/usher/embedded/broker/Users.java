package dev.usher.embedded.broker;

import dev.usher.channel.SocketId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is signed in. A user is online as long as one connection or more is signed in as that user, and those who watch
 * the user hear when that changes.
 *
 * <p>Guarded by a lock for the {@link Hub}'s reasons: it is never held while anything waits, and every watcher sees the
 * comings and goings of a user in their order.
 */
final class Users {

    private record Session(Subscriber connection, User user) {}

    private final Map<SocketId, Session> sessions = new LinkedHashMap<>();

    /** @return why the connection cannot be signed in, or empty once it is and has been told so */
    synchronized Optional<ProtocolError> signIn(Subscriber connection, User user) {
        Optional<User> before = signedIn(connection);
        if (before.filter(other -> !other.id().equals(user.id())).isPresent()) {
            return Optional.of(ProtocolError.SIGNED_IN_AS_ANOTHER);
        }
        boolean comes = !isOnline(user.id());
        sessions.put(connection.socketId(), new Session(connection, user));
        connection.send(Frames.signinSuccess(user));
        if (user.watchlist().isCut()) {
            connection.send(Frames.error(ProtocolError.WATCHLIST_CUT));
        }
        tellWhoIsOnline(connection, user.watchlist());
        if (comes) {
            tellWatchers(user.id(), Optional.of(connection.socketId()));
        }
        return Optional.empty();
    }

    synchronized void signOut(Subscriber connection) {
        Optional<Session> ended = Optional.ofNullable(sessions.remove(connection.socketId()));
        ended.map(session -> session.user().id())
                .filter(id -> !isOnline(id))
                .ifPresent(id -> tellWatchers(id, Optional.empty()));
    }

    /** Whom the connection is signed in as. */
    synchronized Optional<User> signedIn(Subscriber connection) {
        return Optional.ofNullable(sessions.get(connection.socketId())).map(Session::user);
    }

    /** Closes all connections that are signed in as the user, of which there may be none. */
    synchronized void terminate(String userId) {
        sessions.values().stream()
                .filter(session -> session.user().id().equals(userId))
                .forEach(session -> session.connection().close(Closing.TERMINATED));
    }

    private boolean isOnline(String userId) {
        return sessions.values().stream()
                .anyMatch(session -> session.user().id().equals(userId));
    }

    private void tellWhoIsOnline(Subscriber connection, Watchlist watchlist) {
        if (!watchlist.userIds().isEmpty()) {
            List<String> online =
                    watchlist.userIds().stream().filter(this::isOnline).toList();
            List<String> offline =
                    watchlist.userIds().stream().filter(id -> !isOnline(id)).toList();
            connection.send(Frames.watchlistEvents(online, offline));
        }
    }

    /** @param except a connection that has just been told who is online */
    private void tellWatchers(String userId, Optional<SocketId> except) {
        String frame = isOnline(userId)
                ? Frames.watchlistEvents(List.of(userId), List.of())
                : Frames.watchlistEvents(List.of(), List.of(userId));
        sessions.values().stream()
                .filter(session -> session.user().watchlist().userIds().contains(userId))
                .map(Session::connection)
                .filter(watcher -> except.filter(watcher.socketId()::equals).isEmpty())
                .forEach(watcher -> watcher.send(frame));
    }
}
