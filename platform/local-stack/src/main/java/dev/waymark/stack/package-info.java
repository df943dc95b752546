/**
 * The local stack: real servers and the five services as child processes on loopback.
 *
 * <p>{@code ./dev} runs it for a developer; tests start what they need of it in a folder of their own:
 *
 * <pre>{@code
 * try (Stack stack = Stack.start(folder, EnumSet.of(Part.POSTGRES, Part.KAFKA, Part.CONNECT))) {
 *     Map<String, String> settings = stack.settings(); // DATABASE_URL, KAFKA_BOOTSTRAP_SERVERS …
 *     stack.kill(Part.KAFKA);                          // kill -9: it is started again
 *     stack.awaitReady();
 *     stack.stop(Part.CONNECT);                        // stays down …
 *     stack.start(Part.CONNECT);                       // … until it is wanted again
 * }
 * }</pre>
 *
 * <p>Whatever dies is started again, sooner at first and then less often. A part that is held down with {@link
 * dev.waymark.stack.Stack#stop} stays down. A stack that is started in the folder of an earlier one finds its data, its ports and
 * its secrets, and takes over processes that the earlier one left running.
 */
@NullMarked
package dev.waymark.stack;

import org.jspecify.annotations.NullMarked;
