package dev.usher.testing;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The calls on one connection to a {@link ScriptedChannels}: what they bring is noted, and the script followed. */
final class ScriptedCalls implements ScriptedConnection.Caller {

    private final ScriptedLedger ledger;
    private final Script script;
    private final Consumer<Runnable> later;
    private final ScriptedConnection connection;
    private final int number;

    private int call;
    private int turn;

    /** @param later runs the answer when the server has thought for long enough */
    ScriptedCalls(ScriptedLedger ledger, Script script, Consumer<Runnable> later, ScriptedConnection.Opening opening) {
        this.ledger = ledger;
        this.script = script;
        this.later = later;
        this.number = ledger.connected();
        this.connection = opening.open(this);
    }

    @Override
    public boolean head(String target) {
        call = ledger.head();
        turn++;
        Optional<ScriptedAnswer> scripted = script.of(seen(target, List.of()), false);
        // What was not read cannot be taken.
        scripted.ifPresent(answer -> answer.reply(connection, "{}"));
        return scripted.isEmpty();
    }

    @Override
    public void called(String method, String target, Buffer body) {
        String wrong = ScriptedRequests.unauthorized(method, target, body);
        if (!wrong.isEmpty()) {
            ledger.fault(wrong);
            connection.answer(401, "", "words");
            return;
        }
        String path = ScriptedRequests.path(target);
        ScriptedCall read = seen(path, ScriptedRequests.events(call, path, body));
        ledger.called(read);
        ScriptedAnswer answer = script.of(read, true).orElseGet(() -> byTheProtocol(read));
        ledger.took(read.events().subList(0, answer.share(read.events().size())));
        later.accept(() -> {
            ledger.done();
            answer.reply(connection, ScriptedRequests.answer(read, body));
        });
    }

    private ScriptedAnswer byTheProtocol(ScriptedCall read) {
        int refusal = ScriptedRequests.refusal(read);
        if (refusal == 200) {
            return ScriptedAnswer.ok();
        }
        ledger.fault("a call that exceeds what the protocol allows");
        return ScriptedAnswer.status(refusal);
    }

    private ScriptedCall seen(String target, List<UpstreamEvent> events) {
        return new ScriptedCall(call, number, turn, ScriptedRequests.path(target), events);
    }

    @Override
    public void gone() {
        ledger.disconnected();
    }

    /** What is to be done about calls. */
    interface Script {

        /** @param isRead whether its body has been read, so that it is known what it brings */
        Optional<ScriptedAnswer> of(ScriptedCall call, boolean isRead);
    }
}
