package dev.usher.library;

import dev.usher.channel.ChannelName;
import dev.usher.channel.SocketId;
import dev.usher.signing.Signer;
import jakarta.enterprise.context.ApplicationScoped;

/** Decides by itself who may join a channel. */
@ApplicationScoped
class Invitations {

    private final Signer signer;

    Invitations(Signer signer) {
        this.signer = signer;
    }

    /** Lets a guest in who has no token; ask only for whoever shows an invitation to that room. */
    String letIn(String socketId, String room) {
        return signer.authorize(new SocketId(socketId), new ChannelName("private-room-" + room));
    }
}
