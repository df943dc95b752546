package dev.waymark.identity.hashing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.springframework.stereotype.Component;

/**
 * Makes and checks hashes with Argon2id. The memory of a hash is used again by the next one, cleared in between: to ask for it anew each
 * time takes a third longer.
 */
@Component
public class Hashes {
    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final ConcurrentLinkedQueue<BlockPool> memories = new ConcurrentLinkedQueue<>();
    private final HashingLimit limit;

    public Hashes(HashingLimit limit) {
        this.limit = limit;
    }

    /**
     * @return the PHC string of a new hash, with a salt of its own
     * @throws BusyException when too many are being hashed
     */
    public String hash(String text, Argon2Cost cost) {
        byte[] salt = randomBytes(SALT_BYTES);
        return new Argon2Hash(cost, salt, limit.run(() -> tag(text, cost, salt, TAG_BYTES))).stored();
    }

    /**
     * Compares without telling by its time where the difference is.
     *
     * @param stored what {@link #hash} returned; anything else matches nothing
     * @throws BusyException when too many are being hashed
     */
    public boolean matches(String text, String stored) {
        Optional<Argon2Hash> known = Argon2Hash.parse(stored);
        if (known.isEmpty()) {
            return false;
        }
        Argon2Hash hash = known.get();
        byte[] tag = limit.run(() -> tag(text, hash.cost(), hash.salt(), hash.tag().length));
        return MessageDigest.isEqual(tag, hash.tag());
    }

    /** A hash that no text is known to match: comparing with it takes as long as with another of the same cost. */
    public String ofNothing(Argon2Cost cost) {
        return new Argon2Hash(cost, randomBytes(SALT_BYTES), randomBytes(TAG_BYTES)).stored();
    }

    /** Whether a hash is something else than Argon2id, or cost less than it should. */
    public static boolean isBelow(String stored, Argon2Cost cost) {
        return Argon2Hash.parse(stored).map(hash -> hash.cost().isBelow(cost)).orElse(true);
    }

    /** @throws BusyException when too many are being hashed at this moment */
    public void refuseWhenFull() {
        if (limit.isFull()) {
            throw new BusyException();
        }
    }

    private byte[] tag(String text, Argon2Cost cost, byte[] salt, int length) {
        BlockPool memory = memories.poll();
        if (memory == null) {
            memory = new FixedBlockPool(Argon2BytesGenerator.getBlockCount(cost.memoryKib(), cost.lanes()));
        }
        try {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(cost.memoryKib())
                    .withIterations(cost.passes())
                    .withParallelism(cost.lanes())
                    .withSalt(salt)
                    .withBlockPool(memory)
                    .build());
            byte[] tag = new byte[length];
            argon2.generateBytes(text.getBytes(StandardCharsets.UTF_8), tag);
            return tag;
        } finally {
            memories.add(memory);
        }
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
