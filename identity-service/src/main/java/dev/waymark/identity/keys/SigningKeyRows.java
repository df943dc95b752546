package dev.waymark.identity.keys;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The private parts of signing keys, those that nobody needs any more as well. */
@Component
class SigningKeyRows implements SealedRows {
    private final SigningKeyStore store;
    private final KeyMaker maker;

    SigningKeyRows(SigningKeyStore store, KeyMaker maker) {
        this.store = store;
        this.maker = maker;
    }

    @Override
    public String table() {
        return "signing_key";
    }

    @Override
    public void forEach(Consumer<Row> look) {
        store.all()
                .forEach(key -> look.accept(new Row(
                        table() + " " + key.kid(),
                        () -> maker.reseal(key),
                        fresh -> store.replaceSealed(key, new String(fresh, StandardCharsets.US_ASCII)))));
    }
}
