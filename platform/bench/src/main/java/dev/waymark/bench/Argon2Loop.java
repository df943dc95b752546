package dev.waymark.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Hashes until the time is over, as identity-service does: the memory of a hash is used again by the next one of the same thread. */
public final class Argon2Loop {
    private static final int TAG_BYTES = 32;
    private static final byte[] SALT = "sixteen bytes...".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PASSWORD = Person.PASSWORD.getBytes(StandardCharsets.UTF_8);

    private final int memoryKib;
    private final int passes;
    private final int lanes;

    private Argon2Loop(int memoryKib, int passes, int lanes) {
        this.memoryKib = memoryKib;
        this.passes = passes;
        this.lanes = lanes;
    }

    /**
     * Prints how many hashes were made in a second.
     *
     * @param arguments milliseconds to warm up and to measure, then threads, memory in KiB, passes and lanes
     */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        int threads = Integer.parseInt(arguments[2]);
        Argon2Loop loop = new Argon2Loop(
                Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
        loop.perSecond(threads, Duration.ofMillis(Long.parseLong(arguments[0])));
        System.out.println(loop.perSecond(threads, Duration.ofMillis(Long.parseLong(arguments[1]))));
    }

    private double perSecond(int threads, Duration duration) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        long hashes = 0;
        try (ExecutorService all = Executors.newFixedThreadPool(threads)) {
            Callable<Long> hashing = () -> hashUntil(end);
            for (Future<Long> done : all.invokeAll(Collections.nCopies(threads, hashing))) {
                hashes += done.get();
            }
        }
        return hashes * 1e9 / (System.nanoTime() - start);
    }

    private long hashUntil(long end) {
        BlockPool memory = new FixedBlockPool(Argon2BytesGenerator.getBlockCount(memoryKib, lanes));
        long hashes = 0;
        while (System.nanoTime() < end) {
            hash(memory);
            hashes++;
        }
        return hashes;
    }

    private void hash(BlockPool memory) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(SALT)
                .withBlockPool(memory)
                .build());
        argon2.generateBytes(PASSWORD, new byte[TAG_BYTES]);
    }
}
